//! What a reader looks for in the library of stories, in words of his own: `duplicate` finds what a story calls a repeat, and
//! `消息丢失` is read as 消息, which says nothing, and 丢失, which others call 丢.

use std::rc::Rc;

use crate::page::tales::{Synonyms, Tale, Tales, Topic};
use crate::setup::Broker;

/// What a reader looks for; nothing at all finds every story.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Search {
    /// Words that must all be there.
    pub text: String,
    /// The topic, by its name.
    pub topic: Option<Rc<str>>,
    /// The broker.
    pub broker: Option<Broker>,
}

/// What a search finds in all topics, whichever is chosen.
#[derive(Default)]
pub struct Found<'tales> {
    /// No story has all of the words; these have most of them.
    pub in_part: bool,
    topics: Vec<(&'tales str, Vec<&'tales Tale>)>,
}

impl<'tales> Found<'tales> {
    /// The stories of this topic.
    pub fn of(&self, topic: &Topic) -> &[&'tales Tale] {
        let found = self.topics.iter().find(|(name, _)| *name == &*topic.name);
        found.map_or(&[], |(_, tales)| tales)
    }
}

impl Search {
    /// The stories about the broker that have all of the words, or most of them if none has all.
    pub fn find<'tales>(&self, tales: &'tales Tales) -> Found<'tales> {
        let terms = terms(&plain(&self.text), &tales.synonyms);
        let of_broker = |tale: &&Tale| self.broker.is_none_or(|broker| broker == tale.broker);
        let counted: Vec<(&str, Vec<(usize, &Tale)>)> = tales
            .topics
            .iter()
            .map(|topic| {
                let count = |tale| (terms.iter().filter(|term| term.is_in(topic, tale)).count(), tale);
                (&*topic.name, topic.tales.iter().filter(of_broker).map(count).collect())
            })
            .collect();
        let most = counted.iter().flat_map(|(_, tales)| tales).map(|(count, _)| *count).max().unwrap_or(0);
        let least = if terms.is_empty() { 0 } else { most.max(1) };
        let enough = |tales: Vec<(usize, &'tales Tale)>| tales.into_iter().filter(|(count, _)| *count >= least);
        Found {
            in_part: (1..terms.len()).contains(&most),
            topics: counted
                .into_iter()
                .map(|(name, all)| (name, enough(all).map(|(_, tale)| tale).collect()))
                .collect(),
        }
    }
}

/// One thing that a story must speak of.
#[derive(PartialEq, Eq, Debug)]
struct Term<'words> {
    /// As it was typed.
    typed: String,
    /// What it is called otherwise; nothing for what has no other name.
    alike: &'words [Rc<str>],
}

impl Term<'_> {
    /// A topic's title says of all its stories what it says; where there are other names, only the stories' own words count.
    fn is_in(&self, topic: &Topic, tale: &Tale) -> bool {
        let Tale { name, title, question, remember, .. } = tale;
        let said = [name, title, question, remember].map(|text| plain(text));
        let has = |word: &str| said.iter().any(|text| says(text, word));
        match self.alike {
            [] => has(&self.typed) || says(&plain(&topic.title), &self.typed),
            alike => has(&self.typed) || alike.iter().any(|word| has(word)),
        }
    }
}

/// What stands between words. The tables by which Unicode knows letters would be too much to fetch for this.
fn is_gap(letter: char) -> bool {
    match letter {
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff20}' => true,
        _ => letter.is_ascii() && !letter.is_ascii_alphanumeric(),
    }
}

/// As words are compared.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['-', '_'], " ")
}

/// Whether a word is in the text: an English one at the start of a word, for it may have an ending; a Chinese one anywhere.
fn says(text: &str, word: &str) -> bool {
    let in_word = |at: usize| text[..at].ends_with(|letter: char| letter.is_ascii_alphanumeric());
    let western = word.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| !(western && in_word(at)))
}

/// What a text asks for. Words that say nothing count where there are no others.
fn terms<'words>(text: &str, synonyms: &'words Synonyms) -> Vec<Term<'words>> {
    let (mut terms, mut filler) = (Vec::new(), Vec::new());
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(is_gap);
        let Some(first) = rest.chars().next() else { break };
        let (length, alike) = if first.is_ascii() { western(rest, synonyms) } else { chinese(rest, synonyms) };
        let (typed, behind) = rest.split_at(length);
        rest = behind;
        let term = |alike| Term { typed: typed.to_owned(), alike };
        match alike {
            Some(alike) => terms.push(term(alike)),
            None => filler.push(term(&[])),
        }
    }
    if terms.is_empty() { filler } else { terms }
}

/// How long the first piece of a text is, and what else it is called; nothing for one that says nothing.
type Piece<'words> = (usize, Option<&'words [Rc<str>]>);

/// The longest word of all groups with which the text begins, and its group.
fn known<'words>(text: &str, synonyms: &'words Synonyms) -> Piece<'words> {
    let words = synonyms.groups.iter().flat_map(|group| group.iter().map(move |word| (word.len(), word, &group[..])));
    let longest = words.filter(|(_, word, _)| text.starts_with(&***word)).max_by_key(|(length, ..)| *length);
    longest.map_or((0, None), |(length, _, group)| (length, Some(group)))
}

/// A word of letters: known by its start, as `duplicated` is by `duplicat`, or not yet typed to its end.
fn western<'words>(text: &str, synonyms: &'words Synonyms) -> Piece<'words> {
    let end = |text: &str| text.find(|letter: char| letter == ' ' || !letter.is_ascii()).unwrap_or(text.len());
    if let (length, Some(group)) = known(text, synonyms) {
        let ending = text[length..].find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(text.len() - length);
        return (length + ending, Some(group));
    }
    let word = text[..end(text)].trim_end_matches(|letter: char| letter.is_ascii_punctuation());
    if synonyms.filler.iter().any(|filler| **filler == *word) {
        return (word.len(), None);
    }
    let begun =
        synonyms.groups.iter().find(|group| word.len() >= 4 && group.iter().any(|known| known.starts_with(word)));
    (word.len(), Some(begun.map_or(&[], |group| &group[..])))
}

/// A piece of Chinese, which has no blanks: a known word, or what stands before the next one.
fn chinese<'words>(text: &str, synonyms: &'words Synonyms) -> Piece<'words> {
    let filler = |text: &str| {
        synonyms.filler.iter().filter(|word| text.starts_with(&***word)).map(|word| word.len()).max().unwrap_or(0)
    };
    let (length, group) = known(text, synonyms);
    let nothing = filler(text);
    if nothing > length {
        return (nothing, None);
    }
    if length > 0 {
        return (length, group);
    }
    let ends = |(at, letter): &(usize, char)| {
        let behind = &text[*at..];
        letter.is_ascii() || is_gap(*letter) || known(behind, synonyms).0 > 0 || filler(behind) > 0
    };
    (text.char_indices().skip(1).find(ends).map_or(text.len(), |(at, _)| at), Some(&[]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tell::Lang;

    const TEXT: &str = "\ta\tthe\t的\t消息\n\
        \tlost\tlose\t丢\n\
        \trepeat\tduplicat\tcomes again\t重复\t重复消费\n\
        losing\tLosing on the way\n\
        one\trabbitmq\tLost on the wire\tWho notices?\tNobody learns.\n\
        two\tkafka\tacks=0 and a cut\tWho notices?\tWhat dies is LOST unseen; it repeats.\n\
        order\tKeeping the order\n\
        three\tkafka\t分区\t谁丢？\t键\n";

    fn tales() -> Tales {
        Tales::parse(TEXT, Lang::En).expect("words")
    }

    fn names(search: &Search, tales: &Tales) -> Vec<String> {
        let found = search.find(tales);
        tales.topics.iter().flat_map(|topic| found.of(topic)).map(|tale| tale.name.to_string()).collect()
    }

    fn found(text: &str) -> Vec<String> {
        names(&Search { text: text.to_owned(), ..Search::default() }, &tales())
    }

    fn in_part(text: &str) -> bool {
        Search { text: text.to_owned(), ..Search::default() }.find(&tales()).in_part
    }

    #[test]
    fn nothing_finds_everything() {
        assert_eq!(found(""), ["one", "two", "three"]);
        assert_eq!(found("  ?"), ["one", "two", "three"]);
    }

    #[test]
    fn all_words_must_be_there_in_any_text_of_the_story() {
        assert_eq!(found("Notices unseen cut"), ["two"]);
        assert_eq!(found("分区"), ["three"]);
        assert_eq!(found("order"), ["three"], "a topic's title counts");
        assert_eq!(found("acks=0"), ["two"]);
        assert_eq!(found("nowhere"), [""; 0]);
        assert!(!in_part("nowhere") && !in_part("notices cut"));
    }

    #[test]
    fn words_that_mean_the_same_find_the_same() {
        assert_eq!(found("lost"), ["one", "two", "three"]);
        assert_eq!(found("lose"), found("lost"));
        assert_eq!(found("duplicates"), ["two"]);
        assert_eq!(found("Comes-again?"), ["two"]);
        assert_eq!(found("dupl"), ["two"], "not yet typed to its end");
        assert_eq!(found("重复消费"), ["two"]);
        assert_eq!(found("ost"), [""; 0], "an English word is found by its start");
    }

    #[test]
    fn chinese_is_cut_by_the_words_that_are_known() {
        assert_eq!(found("分区丢消息"), ["three"]);
        assert_eq!(found("消息的丢"), found("lost"));
        assert_eq!(found("丢lost重复"), ["two"]);
        let synonyms = tales().synonyms;
        let typed = |text: &str| terms(text, &synonyms).into_iter().map(|term| term.typed).collect::<Vec<_>>();
        assert_eq!(typed("谁的分区重复消费了acks=0，a？"), ["谁", "分区", "重复消费", "了", "acks=0"]);
    }

    #[test]
    fn words_that_say_nothing_count_alone() {
        assert_eq!(found("the acks"), ["two"]);
        assert_eq!(found("the"), ["one", "two", "three"]);
        assert_eq!(found("消息"), [""; 0]);
    }

    #[test]
    fn where_nothing_has_all_words_most_of_them_do() {
        assert_eq!(found("notices wire 分区"), ["one"]);
        assert!(in_part("notices wire 分区"));
        assert_eq!(found("notices nowhere"), ["one", "two"]);
    }

    #[test]
    fn topic_and_broker_narrow_it() {
        let tales = tales();
        let kafka = Search { broker: Some(Broker::Kafka), ..Search::default() };
        assert_eq!(names(&kafka, &tales), ["two", "three"]);
        let chosen = Search { topic: Some("losing".into()), ..kafka };
        assert_eq!(names(&chosen, &tales), ["two", "three"], "what a topic has does not depend on which is chosen");
    }

    /// What people type, in the words of all stories.
    #[test]
    fn everyday_words_find_stories() {
        let texts = [
            (Lang::En, include_str!(concat!(env!("OUT_DIR"), "/stories.en.txt"))),
            (Lang::Zh, include_str!(concat!(env!("OUT_DIR"), "/stories.zh-CN.txt"))),
        ];
        let asked = [
            "duplicate",
            "dedup",
            "idempotency",
            "redelivery",
            "DLQ",
            "got a message twice",
            "重复消费",
            "去重",
            "消息重复",
            "消息丢失",
            "丢消息",
            "恰好一次",
            "断电",
            "宕机",
            "重平衡",
        ];
        let mut wrong = Vec::new();
        for (lang, text) in texts {
            let tales = Tales::parse(text, lang).expect("words");
            for text in asked {
                let search = Search { text: text.to_owned(), ..Search::default() };
                let (count, part) = (names(&search, &tales).len(), search.find(&tales).in_part);
                if part || !(1..=42).contains(&count) {
                    wrong.push(format!("{text} in {}: {count}", lang.tag()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
