//! What differs between a recorded run and the same run today, in a few plain sentences.

use super::{Lang, flag};
use crate::model::{Flag, Impossible, Message, VERSION};
use crate::play::{Change, Raised};

/// What has changed since the run was recorded.
pub fn change(change: &Change, lang: Lang) -> String {
    let mut sentences = vec![since(change, lang)];
    if let Some((first, last)) = change.differs {
        sentences.push(differs(first, last, lang));
    }
    if let Some((step, Impossible(action))) = change.stops {
        sentences.push(match lang {
            Lang::En => format!("Step {step} ({action}) can't happen any more, so the run stops before it."),
            Lang::Zh => format!("第 {step} 步（{action}）已不可能发生，运行停在它之前。"),
        });
    }
    sentences.push(then_and_now(change, lang));
    sentences.join(lang.pick(" ", ""))
}

/// Where the version is the same, it is most likely the link or its story that changed.
fn since(change: &Change, lang: Lang) -> String {
    let then = change.version;
    match (lang, change.is_of_another_model()) {
        (Lang::En, true) => format!("The model has changed since this link was made (version {then}, now {VERSION})."),
        (Lang::Zh, true) => format!("生成链接之后模型有了变化（当时版本 {then}，现在 {VERSION}）。"),
        (Lang::En, false) => "Since this run was recorded, its link, its story or the model has changed.".to_owned(),
        (Lang::Zh, false) => "记录之后，链接、故事或模型有了改动。".to_owned(),
    }
}

fn differs(first: usize, last: usize, lang: Lang) -> String {
    match (lang, first == last) {
        (Lang::En, true) => format!("Step {first} is the first that goes otherwise."),
        (Lang::Zh, true) => format!("从第 {first} 步起与当时不同。"),
        (Lang::En, false) => format!("The first that goes otherwise is one of the steps {first} to {last}."),
        (Lang::Zh, false) => format!("从第 {first} 到 {last} 步之间的某一步起与当时不同。"),
    }
}

/// What the run comes to, then and now.
fn then_and_now(change: &Change, lang: Lang) -> String {
    let now = outcome(&change.now, lang);
    let Some(then) = change.then.as_deref() else {
        return match lang {
            Lang::En => format!("So old a link does not say what it came to; now: {now}."),
            Lang::Zh => format!("链接较早，没有记下当时的结果；现在：{now}。"),
        };
    };
    if then == change.now {
        return match lang {
            Lang::En => format!("It comes to the same: {now}."),
            Lang::Zh => format!("结果相同：{now}。"),
        };
    }
    let then = outcome(then, lang);
    match (lang, change.stops.is_some()) {
        (Lang::En, false) => format!("Then: {then}. Now: {now}."),
        (Lang::Zh, false) => format!("当时：{then}。现在：{now}。"),
        (Lang::En, true) => format!("Then: {then}. Now, up to there: {now}."),
        (Lang::Zh, true) => format!("当时：{then}。现在到这里为止：{now}。"),
    }
}

/// What a run came to, as its flags with their messages: `lost (1, 3), reordered (2)`.
pub fn outcome(raised: &[Raised], lang: Lang) -> String {
    let of = |wanted: Flag| {
        let numbers: Vec<String> = raised.iter().filter(|(flag, _)| *flag == wanted).map(number).collect();
        (!numbers.is_empty()).then(|| match lang {
            Lang::En => format!("{} ({})", flag(wanted, lang), numbers.join(", ")),
            Lang::Zh => format!("{}（{}）", flag(wanted, lang), numbers.join("、")),
        })
    };
    let flags: Vec<String> = Flag::ALL.iter().copied().filter_map(of).collect();
    match flags.is_empty() {
        true => lang.pick("nothing to report", "没有异常").to_owned(),
        false => flags.join(lang.pick(", ", "，")),
    }
}

fn number((_, Message(number)): &Raised) -> String {
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Action;

    fn told(start: Change, lang: Lang) -> String {
        change(&start, lang)
    }

    fn plain() -> Change {
        let now = vec![(Flag::Lost, Message(1)), (Flag::Lost, Message(3)), (Flag::Reordered, Message(2))];
        Change { version: VERSION - 1, differs: Some((7, 7)), stops: None, then: Some(vec![]), now }
    }

    #[test]
    fn flags_are_listed_with_their_messages() {
        let text = told(plain(), Lang::En);
        assert!(text.contains("Step 7 is the first that goes otherwise. Then: nothing to report."), "{text}");
        assert!(text.ends_with("Now: lost (1, 3), reordered (2)."), "{text}");
        let text = told(plain(), Lang::Zh);
        assert!(text.ends_with("从第 7 步起与当时不同。当时：没有异常。现在：丢失（1、3），乱序（2）。"), "{text}");
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let old = Change { then: None, differs: None, ..plain() };
        let text = told(old, Lang::En);
        assert!(text.contains("does not say what it came to; now: lost (1, 3)") && !text.contains("first"), "{text}");
        let same = Change { then: Some(plain().now), version: VERSION, ..plain() };
        let text = told(same, Lang::En);
        assert!(text.starts_with("Since this run was recorded, its link") && text.contains("the same: lost"), "{text}");
    }

    #[test]
    fn a_run_that_stops_is_compared_up_to_there() {
        let stops = Some((9, Impossible(Action::Answer)));
        let text = told(Change { stops, differs: Some((4, 6)), ..plain() }, Lang::En);
        assert!(text.contains("is one of the steps 4 to 6. Step 9 (answer) can't happen any more"), "{text}");
        assert!(text.contains("Now, up to there: lost"), "{text}");
    }
}
