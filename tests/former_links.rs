//! Links that former versions of the model wrote still open, still play all of their steps, and come to what they came to.

use ackscope::model::VERSION;
use ackscope::play::{Change, Record, Verdict};
use ackscope::setup::{Link, Setup};
use ackscope::tell::{self, Lang};

const LINKS: &str = include_str!("data/former-links.txt");

/// One line: the version, what becomes of the link, its flags, the link.
fn lines() -> impl Iterator<Item = [&'static str; 4]> {
    let words = |line: &'static str| line.split(' ').collect::<Vec<_>>().try_into().expect("four words");
    LINKS.lines().filter(|line| !line.starts_with('#')).map(words)
}

fn read(link: &str) -> (Setup, Record) {
    let link = Link::parse(link, &|_| None).unwrap_or_else(|error| panic!("{link}: {error}"));
    let record = Record::parse(&link.run.expect("a run")).expect("a record");
    (link.setup, record)
}

#[test]
fn every_version_has_links_here() {
    for version in 1..=VERSION {
        let count = lines().filter(|[written, ..]| *written == version.to_string()).count();
        assert!(count >= 10, "version {version} has {count}");
    }
}

#[test]
fn former_links_play_to_their_end_and_raise_what_they_raised() {
    for [version, becomes, flags, link] in lines() {
        let (setup, record) = read(link);
        assert_eq!(record.version.to_string(), version);
        let verdict = record.play(&setup);
        let now = match &verdict {
            Verdict::Reproduced(_) => "reproduced",
            Verdict::Changed(_, Change { stops: None, .. }) => "same_flags",
            Verdict::Changed(_, change) => panic!("{link}: {}", tell::change(change, Lang::En)),
        };
        let run = verdict.into_run();
        let raised: Vec<&str> = run.ledger(run.steps()).flags.iter().map(|flag| flag.name()).collect();
        let raised = if raised.is_empty() { "none".to_owned() } else { raised.join(",") };
        assert_eq!((now, raised.as_str()), (becomes, flags), "{link}");
    }
}

#[test]
fn of_a_former_link_is_said_which_version_made_it_and_what_it_comes_to_now() {
    let changed = lines().find(|[_, becomes, ..]| *becomes == "same_flags");
    let [version, _, _, link] = changed.expect("a link whose events are told in another way now");
    let (setup, record) = read(link);
    let Verdict::Changed(_, change) = record.play(&setup) else { panic!("reproduced") };
    assert_eq!((&change.then, change.gone(), change.came()), (&None, vec![], vec![]));
    let told = [Lang::En, Lang::Zh].map(|lang| tell::change(&change, lang));
    assert!(told.iter().all(|told| told.contains(version) && told.contains(&VERSION.to_string())), "{told:?}");
}
