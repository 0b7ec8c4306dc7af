//! What a reader looks for in the library of stories.

use std::rc::Rc;

use crate::page::tales::{Tale, Topic};
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

impl Search {
    /// Whether this story has the words and is about the broker; of which topic it is does not matter.
    fn fits(&self, topic: &Topic, tale: &Tale) -> bool {
        let of_broker = self.broker.is_none_or(|broker| broker == tale.broker);
        let Tale { name, title, question, remember, .. } = tale;
        let said = [name, title, question, remember, &topic.title].map(|text| text.to_lowercase());
        let has = |word: &str| said.iter().any(|text| text.contains(word));
        of_broker && self.text.to_lowercase().split_whitespace().all(has)
    }

    /// How many stories of this topic there would be.
    pub fn count(&self, topic: &Topic) -> usize {
        topic.tales.iter().filter(|tale| self.fits(topic, tale)).count()
    }

    /// The stories of this topic that it finds.
    pub fn found<'tales>(&self, topic: &'tales Topic) -> Vec<&'tales Tale> {
        let wanted = self.topic.as_ref().is_none_or(|wanted| *wanted == topic.name);
        topic.tales.iter().filter(|tale| wanted && self.fits(topic, tale)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::tales::Tales;
    use crate::tell::Lang;

    const TEXT: &str = "losing\tLosing on the way\n\
        one\trabbitmq\tLost on the wire\tWho notices?\tNobody learns.\n\
        two\tkafka\tacks=0 and a cut\tWho notices?\tWhat dies is LOST unseen.\n\
        order\tKeeping the order\n\
        three\tkafka\t分区\t谁？\t键\n";

    fn found(search: &Search) -> Vec<String> {
        let tales = Tales::parse(TEXT, Lang::En).expect("words");
        tales.topics.iter().flat_map(|topic| search.found(topic)).map(|tale| tale.name.to_string()).collect()
    }

    fn text(text: &str) -> Search {
        Search { text: text.to_owned(), ..Search::default() }
    }

    #[test]
    fn nothing_finds_everything() {
        assert_eq!(found(&Search::default()), ["one", "two", "three"]);
        assert_eq!(found(&text("  ")), ["one", "two", "three"]);
    }

    #[test]
    fn all_words_must_be_there_in_any_text_of_the_story() {
        assert_eq!(found(&text("lost")), ["one", "two"]);
        assert_eq!(found(&text("Notices LOST cut")), ["two"]);
        assert_eq!(found(&text("分区")), ["three"]);
        assert_eq!(found(&text("order")), ["three"], "a topic's title counts");
        assert_eq!(found(&text("lost nowhere")), [""; 0]);
    }

    #[test]
    fn topic_and_broker_narrow_it() {
        let kafka = Search { broker: Some(Broker::Kafka), ..Search::default() };
        assert_eq!(found(&kafka), ["two", "three"]);
        assert_eq!(found(&Search { topic: Some("losing".into()), ..kafka.clone() }), ["two"]);
        let tales = Tales::parse(TEXT, Lang::En).expect("words");
        let counts: Vec<usize> = tales.topics.iter().map(|topic| kafka.count(topic)).collect();
        assert_eq!(counts, [1, 1], "what a topic has does not depend on which is chosen");
    }
}
