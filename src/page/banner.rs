//! What the page has to say about itself: a link that can't be read, a run that was reproduced.

use yew::{Callback, Html};

use super::app::{Ask, Notice};
use super::element::{Element, told};
use super::panel::button;
use super::words;
use crate::setup::{Carried, Field, Likeness, Value};
use crate::tell::{self, Lang, interface};

/// The banner. Its root is always there, so that screen readers notice what appears in it.
pub fn banner(notice: Option<&Notice>, lang: Lang, ask: &Callback<Ask>) -> Html {
    let class = match notice {
        None => "banner none",
        Some(notice) if is_bad(notice) => "banner bad",
        // There is something to read in it.
        Some(Notice::Carried(_)) => "banner still",
        Some(_) => "banner",
    };
    let banner = Element::of("div", class).word("role", "status");
    match notice {
        None => banner.done(),
        Some(notice) => filled(banner, notice, lang, ask),
    }
}

#[inline(never)]
fn filled(banner: Element, notice: &Notice, lang: Lang, ask: &Callback<Ask>) -> Html {
    let text = Element::new("p").with(told(text(notice, lang))).done();
    let dismiss = button(ask, Ask::Dismiss).word("class", "quiet").word("data-do", "dismiss");
    let reason = match notice {
        Notice::Carried(carried) => counterparts(carried, lang, ask),
        _ => reason(notice, lang),
    };
    let words = Element::new("div").with(text).with(reason);
    banner.with(words.done()).with(dismiss.say(words::dismiss(lang)).done()).done()
}

const fn is_bad(notice: &Notice) -> bool {
    match notice {
        Notice::Refused(..) | Notice::Unreadable(..) | Notice::Changed(_) => true,
        Notice::Reproduced | Notice::Copied | Notice::NotCopied | Notice::Carried(_) => false,
    }
}

fn text(notice: &Notice, lang: Lang) -> String {
    match notice {
        Notice::Refused(..) => words::bad_link(lang),
        Notice::Unreadable(error, _) => return tell::record_error(error, lang),
        Notice::Reproduced => interface::reproduced(lang),
        Notice::Changed(change) => return tell::change(change, lang),
        Notice::Copied => interface::link_copied(lang),
        Notice::NotCopied => interface::link_not_copied(lang),
        Notice::Carried(carried) => return words::carried(carried.setup.broker, lang).to_owned(),
    }
    .to_owned()
}

/// Why, and the link as it was: nothing that a reader typed is lost.
fn reason(notice: &Notice, lang: Lang) -> Html {
    let reason = Element::of("div", "reason");
    let (why, link) = match notice {
        Notice::Refused(error, link) => (tell::setup_error(error, lang), link),
        Notice::Unreadable(_, link) => (String::new(), link),
        Notice::Reproduced | Notice::Changed(_) | Notice::Copied | Notice::NotCopied | Notice::Carried(_) => {
            return reason.done();
        }
    };
    let link = Element::new("code").word("tabindex", "0").with(told(format!("#{link}"))).done();
    let was = Element::new("p").say(words::the_link_was(lang)).say(" ").with(link).done();
    reason.with(Element::new("p").with(told(why)).done()).with(was).done()
}

/// What was carried over to the other broker, what has no counterpart there, and the way back.
fn counterparts(carried: &Carried, lang: Lang, ask: &Callback<Ask>) -> Html {
    let code =
        |(field, value): (Field, Value)| Element::new("code").with(told(format!("{} = {value}", field.name()))).done();
    let pairs = carried.pairs.iter().map(|pair| {
        let sign = if pair.likeness == Likeness::Same { " → " } else { " ≈ " };
        Element::new("li").with(code(pair.from)).say(sign).with(code(pair.to)).done()
    });
    let mut list = Element::of("ul", "pairs").each(pairs);
    if !carried.left.is_empty() {
        let left = carried.left.iter().flat_map(|one| [told(" ".to_owned()), code(*one)]);
        list = list.with(Element::new("li").say(words::no_counterpart(lang)).each(left).done());
    }
    let nearly = carried.pairs.iter().any(|pair| pair.likeness == Likeness::Nearest);
    let note = if nearly { words::nearest(lang) } else { "" };
    let back = button(ask, Ask::Return).word("class", "steplink").word("data-do", "return").say(words::back(lang));
    let end = Element::new("p").say(note).say(" ").with(back.done());
    Element::of("div", "reason").with(list.done()).with(end.done()).done()
}
