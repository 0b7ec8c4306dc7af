//! Links: what they mean, how they are written, and every way in which one can be wrong.

mod support;

use ackscope::setup::*;
use support::hostile::{assert_names_the_trouble, wrong_values};
use support::{Rng, any_setup, damaged, random_value};

/// Two scenarios for links to start from.
fn scenarios(name: &str) -> Option<Setup> {
    let text = match name {
        "safe" => "messages=2&publish=confirm&durable=true&persistent=true&ack=after_effect&faults=power_loss:2",
        "three nodes" => "queue_type=quorum&consumers=2&seed=9",
        "log" => "broker=kafka&acks=1&consumers=2&client=librdkafka&rabbitmq.publish=tx",
        _ => return None,
    };
    Link::parse(text, &|_| None).map(|link| link.setup).ok()
}

fn read(text: &str) -> Result<Link, SetupError> {
    Link::parse(text, &scenarios)
}

fn good(text: &str) -> Link {
    read(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> String {
    read(text).expect_err(text).to_string()
}

#[test]
fn the_example_of_the_format_is_read() {
    let text = "#broker=rabbitmq&publish=confirm&ack=auto&faults=consumer_crash_before_effect:1&seed=7";
    let link = good(text);
    let mut setup = Setup { seed: 7, ..Setup::default() };
    setup.rabbitmq.publish = Publish::Confirm;
    setup.faults.kinds = FaultKinds::NONE.with(FaultKind::ConsumerCrashBeforeEffect, true);
    assert_eq!(link, Link { setup, faults_named: true, ..Link::default() });
    assert_eq!(link.to_fragment(&scenarios), "publish=confirm&faults=consumer_crash_before_effect:1&seed=7");
}

#[test]
fn a_hash_an_address_and_escapes_make_no_difference() {
    let plain = good("publish=confirm&lang=zh-CN&faults=ack_lost,power_loss:2");
    for text in [
        "#publish=confirm&lang=zh-CN&faults=ack_lost,power_loss:2",
        "https://example.org/a/index.html?x=1#publish=confirm&lang=zh-CN&faults=power_loss,ack_lost:2",
        "faults=ack_lost%2Cpower_loss%3a2&lang=zh%2DCN&p%75blish=confirm",
    ] {
        assert_eq!(good(text), plain, "{text}");
    }
}

#[test]
fn only_differences_are_written_in_the_order_of_the_table() {
    let same = [
        "",
        "messages=2&durable=true&effect=increment&seed=0",
        "queue_type=quorum",
        "faults=all:1",
        "faults=none",
        "faults=:1",
        "faults=all:4&seed=9007199254740991",
        "scenario=safe",
        "scenario=safe&messages=3&durable=false&faults=none",
        "scenario=three%20nodes&queue_type=classic",
        "broker=kafka",
        "broker=kafka&rabbitmq.publish=confirm&rabbitmq.consumers=3&acks=1&consumers=2",
        "publish=confirm&consumers=3&kafka.acks=1&kafka.consumers=2",
        "broker=kafka&replication_factor=2&in_sync=1",
        "broker=kafka&client=librdkafka&commit=auto_background_stored_after",
        "broker=kafka&enable_idempotence=true&client=librdkafka",
        "broker=kafka&faults=rebalance:2",
        "scenario=log",
        "scenario=log&acks=all",
        "scenario=log&client=java",
        "scenario=log&broker=rabbitmq&publish=confirm&kafka.acks=0",
        "scenario=safe&broker=kafka&rabbitmq.publish=tx&consumers=0",
        "window=16&run=1.aGVsbG8_-.x~&steps=3-9&race=network:2,batch:100&embed=1&lang=en&theme=dark",
        "race=usual",
    ];
    for text in same {
        assert_eq!(good(text).to_fragment(&scenarios), text);
    }
    let shortened = [
        ("acks=all&broker=kafka&in_sync=3", "broker=kafka"),
        ("enable_idempotence=false&broker=kafka&acks=1", "broker=kafka&acks=1"),
        ("commit=auto_background&client=librdkafka&broker=kafka", "broker=kafka&client=librdkafka"),
        ("scenario=log&broker=kafka&consumers=2", "scenario=log"),
        ("seed=1&messages=3&broker=rabbitmq&dedup=none&max_length=null", ""),
        ("seed=2&ack=after_effect&messages=1", "messages=1&ack=after_effect&seed=2"),
        ("durable=true&queue_type=quorum", "queue_type=quorum"),
        ("faults=all:0", "faults=none"),
        ("faults=all", "faults=all:1"),
        ("faults=power_loss,publish_lost", "faults=publish_lost,power_loss:1"),
        ("scenario=safe&messages=2", "scenario=safe"),
        ("scenario=safe&queue_type=quorum&durable=true", "scenario=safe&queue_type=quorum"),
    ];
    for (text, written) in shortened {
        assert_eq!(good(text).to_fragment(&scenarios), written);
    }
}

#[test]
fn a_scenario_is_where_the_other_settings_start() {
    let link = good("messages=5&scenario=safe");
    assert_eq!((link.setup.messages, link.setup.rabbitmq.publish), (5, Publish::Confirm));
    assert_eq!(link.scenario.as_deref(), Some("safe"));
    assert!(!link.faults_named);
    assert_eq!(link.setup.faults.budget, 2);
    let nodes = good("scenario=three+nodes&queue_type=classic&durable=false");
    assert_eq!((nodes.setup.rabbitmq.durable, nodes.setup.rabbitmq.consumers), (false, 2));
    assert_eq!(refused("scenario=x"), "scenario: x is not allowed; the name of a scenario that exists is");
    let safe = good("scenario=safe");
    let without_scenarios = safe.to_fragment(&|_| None);
    assert_eq!(without_scenarios, Link::from(safe.setup).to_fragment(&scenarios));
    assert_eq!(good(&without_scenarios).setup, safe.setup);
}

#[test]
fn malformed_links_are_refused() {
    let parts = "parts like key=value with & between them are";
    for text in ["x", "&", "seed=1&", "&seed=1", "seed=1&&keys=2", "seed", "https://example.org/"] {
        assert!(refused(text).ends_with(parts), "{text}");
    }
    for text in ["seed=%", "seed=%4", "seed=%zz", "se%ed=1", "seed=%ff", "%80=1"] {
        assert!(refused(text).ends_with("two hexadecimal digits after each % is"), "{text}");
    }
    for text in ["seed=1#keys=2", "##seed=1", "=1", "seed==1", " seed=1", "seed=1 ", "seed= 1", "seed=+1", "seed=%2B1"]
    {
        assert!(read(text).is_err(), "{text}");
    }
    for text in ["seed=01", "seed=1.0", "seed=-0", "seed=0x1", "seed=1e0", "seed=", "seed=１", "seed=9007199254740992"]
    {
        assert!(refused(text).ends_with("a whole number from 0 to 9007199254740991 is"), "{text}");
    }
    for text in ["durable=1", "durable=True", "durable=yes", "durable="] {
        assert!(refused(text).ends_with("true or false is"), "{text}");
    }
}

#[test]
fn unknown_and_repeated_keys_are_refused() {
    let cases = [
        ("windw=3", "did you mean window?"),
        ("kind=increment", "did you mean effect?"),
        ("budget=1", "did you mean faults?"),
        ("rabbitmq.window=3", "did you mean window?"),
        ("acks=1", "acks: 1 is not allowed, for there is no such field; did you mean kafka.acks?"),
        ("kafka.aks=1", "did you mean kafka.acks?"),
        ("broker=kafka&kafka.acks=1", "did you mean acks?"),
        ("broker=kafka&publish=tx", "did you mean rabbitmq.publish?"),
        ("broker=kafka&rabbitmq.windw=3", "did you mean rabbitmq.window?"),
        ("broker=kafka&aks=1", "did you mean acks?"),
        ("scenario=log&window=2", "did you mean rabbitmq.window?"),
        ("broker=kafk", "broker: kafk is not allowed; rabbitmq or kafka is"),
        ("version=1", "there is no such field; the fields here are broker,"),
        ("Seed=1", "did you mean seed?"),
    ];
    for (text, part) in cases {
        assert!(refused(text).contains(part), "{}", refused(text));
    }
    for text in ["broker=kafka&broker=rabbitmq", "broker=kafka&acks=1&acks=1", "kafka.acks=1&kafka.acks=1"] {
        assert!(refused(text).ends_with("is a second value for it; one is allowed"), "{text}");
    }
    for text in ["seed=1&seed=1", "faults=all&seed=1&faults=all", "embed=1&embed=1", "s%65ed=1&seed=2"] {
        assert!(refused(text).ends_with("is a second value for it; one is allowed"), "{text}");
    }
}

#[test]
fn keys_of_the_page_are_read_strictly() {
    let link = good("run=1.x&steps=3-9&embed=1&lang=zh-CN&theme=light");
    assert_eq!((link.run.as_deref(), link.steps), (Some("1.x"), Some((3, 9))));
    assert_eq!((link.embed, link.lang, link.theme), (true, Some(Language::Chinese), Some(Theme::Light)));
    assert_eq!(good("steps=1-1").steps, Some((1, 1)));
    assert_eq!(good("steps=1-4294967295").steps, Some((1, u32::MAX)));
    let steps = ["0-1", "2-1", "3", "3-", "-3", "1-2-3", "1-4294967296", "01-2", "a-b", "", "1--2"];
    for text in steps {
        assert!(refused(&format!("steps={text}")).starts_with("steps: "), "{text}");
    }
    assert_eq!(good("race=flush:0.2").race.map(|costs| costs.get(Cost::Flush)), Some(200));
    let allowed = "a number of milliseconds from 0 to 1000 with three decimals at most is";
    assert_eq!(refused("race=flush:1,network:-1"), format!("race.network: -1 is not allowed; {allowed}"));
    let wrong = ["race=", "race=1", "race=flush", "race=wind:1", "race=flush:1,flush:1", "race=flush:1;network:1"];
    for text in wrong {
        assert!(refused(text).starts_with("race"), "{text}");
    }
    let wrong =
        ["embed=0", "embed=true", "embed=", "lang=zh", "lang=EN", "lang=zh-cn", "theme=blue", "run=", "run=a b"];
    for text in wrong {
        let (key, _) = text.split_once('=').expect("a part");
        assert!(refused(text).starts_with(&format!("{key}: ")), "{text}");
    }
}

#[test]
fn every_random_link_is_read_back() {
    let mut rng = Rng::new(5);
    for _ in 0..5_000 {
        let link = random_link(&mut rng);
        let text = link.to_fragment(&scenarios);
        assert_eq!(read(&text), Ok(link), "{text}");
    }
}

/// Any link that reading can give: faults are named exactly where they are written.
fn random_link(rng: &mut Rng) -> Link {
    if rng.below(8) == 0 {
        return random_level(rng);
    }
    let scenario = rng.pick(&[None, Some("safe"), Some("three nodes"), Some("log")]).map(str::to_owned);
    let mut link = Link { setup: any_setup(rng), scenario, ..Link::default() };
    let start = link.scenario.as_deref().and_then(scenarios).unwrap_or_default();
    link.faults_named = rng.coin() || link.setup.faults != start.faults;
    link.run = rng.coin().then(|| format!("1.{:x}", rng.next()));
    link.steps = rng.coin().then(|| (1 + rng.below(9) as u32, 10 + rng.below(9) as u32));
    link.second = rng.coin().then(|| random_second(rng, &link.setup));
    link.race = rng.coin().then(|| any_costs(rng));
    link.embed = rng.coin();
    link.lang = rng.pick(&[None, Some(Language::English), Some(Language::Chinese)]);
    link.theme = rng.pick(&[None, Some(Theme::Light), Some(Theme::Dark), Some(Theme::Auto)]);
    link
}

/// Any level of the challenge, perhaps with something changed that it leaves open.
fn random_level(rng: &mut Rng) -> Link {
    let name = rng.pick(&level_names());
    let level = level(name).expect("a level");
    let changed = level.free().iter().copied().filter(|_| rng.coin()).last();
    let value = changed.map(|field| random_value(rng, field, &level.setup));
    let setup = changed.zip(value).and_then(|(field, value)| level.setup.with(field, value).ok());
    let setup = setup.filter(|setup| level.departs(setup).is_none()).unwrap_or(level.setup);
    let run = rng.coin().then(|| format!("1.{:x}", rng.next()));
    Link { setup, challenge: Some(name.to_owned()), run, embed: rng.coin(), ..Link::default() }
}

/// Any second setup: a neighbour of the first, or quite another one.
fn random_second(rng: &mut Rng, first: &Setup) -> Second {
    let broker = rng.pick(Broker::ALL);
    let start = first.carried_to(broker).setup;
    let field = rng.pick(Field::ALL);
    let value = random_value(rng, field, &start);
    let near = start.with(field, value).unwrap_or(start);
    let setup = if rng.coin() { near } else { any_setup(rng) };
    let watched = |rng: &mut Rng| (1..=first.messages).filter(|_| rng.coin()).collect();
    Second { setup, watched: rng.coin().then(|| watched(rng)) }
}

#[test]
fn a_second_setup_says_what_differs_in_it() {
    let same = [
        "twin.broker=rabbitmq",
        "twin.publish=confirm",
        "publish=tx&twin.publish=confirm&twin.durable=true&twin.watch=1,3",
        "scenario=safe&twin.durable=false&twin.faults=none&run=1.x&steps=3-9",
        "durable=true&twin.queue_type=quorum&twin.watch=none&embed=1",
        "queue_type=quorum&twin.messages=9&twin.queue_type=classic",
        "twin.broker=kafka&twin.acks=1",
        "broker=kafka&acks=1&twin.acks=all",
        "broker=kafka&acks=1&twin.broker=rabbitmq&twin.publish=tx",
        "twin.kafka.acks=1",
    ];
    for text in same {
        assert_eq!(good(text).to_fragment(&scenarios), text);
    }
    let shortened = [
        ("twin.durable=false", "twin.broker=rabbitmq"),
        ("twin.publish=confirm&publish=confirm", "publish=confirm&twin.broker=rabbitmq"),
        ("publish=confirm&twin.broker=kafka&twin.acks=all", "publish=confirm&twin.broker=kafka"),
        ("twin.faults=all&faults=all", "faults=all:1&twin.broker=rabbitmq"),
    ];
    for (text, written) in shortened {
        assert_eq!(good(text).to_fragment(&scenarios), written);
    }
    let link = good("messages=2&twin.ack=after_effect&twin.window=3");
    let second = link.second.expect("a second setup");
    assert_eq!((second.setup.messages, second.setup.rabbitmq.window, link.setup.rabbitmq.window), (2, 3, 1));
    assert_eq!(second.differences(&link.setup), [Field::Window, Field::Ack]);
    let other = good("publish=confirm&twin.broker=kafka&twin.consumers=2");
    let second = other.second.expect("a second setup");
    assert_eq!(second.differences(&other.setup), [Field::Broker, Field::Members]);
}

#[test]
fn a_second_setup_is_read_as_strictly_as_the_first() {
    let cases = [
        ("twin.window=0", "twin.window: 0 is not allowed; a whole number from 1 to 16 is"),
        ("twin.broker=x", "twin.broker: x is not allowed; rabbitmq or kafka is"),
        ("twin.faults=x", "twin.faults: "),
        ("twin.windw=3", "did you mean twin.window?"),
        ("twin.acks=1", "did you mean twin.kafka.acks?"),
        ("twin.twin.window=3", "twin.twin.window: 3 is not allowed, for there is no such field"),
        ("twin.run=1.x", "twin.run: 1.x is not allowed, for there is no such field"),
        ("twin.embed=1", "twin.embed: 1 is not allowed, for there is no such field"),
        ("twin.=1", "twin.: 1 is not allowed, for there is no such field"),
        ("twin=1", "twin: 1 is not allowed, for there is no such field"),
        ("twin.ack=auto&twin.ack=auto", "twin.ack: auto is a second value for it; one is allowed"),
        ("queue_type=quorum&twin.durable=false", "twin.durable: false is impossible with queue_type quorum; "),
        ("twin.watch=", "twin.watch: an empty text is not allowed; none, or numbers from 1 to 3 in order"),
    ];
    for (text, part) in cases {
        assert!(refused(text).contains(part), "{text}: {}", refused(text));
    }
    for text in ["0", "4", "2,1", "1,1", "1,", ",", "1,2,3,4", "-1", "01", "1 ,2", "None", "999999999999"] {
        assert!(refused(&format!("twin.watch={text}")).starts_with("twin.watch: "), "{text}");
    }
    assert_eq!(good("twin.watch=1,3").second.and_then(|second| second.watched), Some(vec![1, 3]));
}

fn any_costs(rng: &mut Rng) -> Costs {
    Cost::ALL.iter().fold(Costs::default(), |costs, cost| match rng.coin() {
        true => costs.with(*cost, rng.below(2_000_000) as u32),
        false => costs,
    })
}

#[test]
fn a_hundred_thousand_damaged_links_are_read_or_refused() {
    let scraps = [
        "&",
        "=",
        "#",
        "%",
        "%00",
        "%ff",
        "%2",
        "+",
        ":",
        ",",
        "faults=",
        "none",
        "all:9",
        "scenario=",
        "seed=-1",
        "null",
        "acks=1&",
        "twin.",
        "&twin.broker=kafka",
        "watch=1,2",
        "broker=kafka&",
        "kafka.",
        "consumers=",
        "durable=false&",
        "queue_type=quorum&",
        "steps=9-3",
        "embed=",
        "race=flush:",
        "network:0.5,",
        "true",
        "\u{202e}",
        "99999999999999999999",
    ];
    let mut rng = Rng::new(2);
    let (mut accepted, mut text) = (0, String::new());
    for count in 0..100_000 {
        if count % 50 == 0 {
            text = random_link(&mut rng).to_fragment(&scenarios);
        }
        match read(&damaged(&mut rng, &text, &scraps)) {
            Ok(link) => {
                accepted += 1;
                assert_eq!(read(&link.to_fragment(&scenarios)).as_ref(), Ok(&link));
            }
            Err(error) => {
                assert_names_the_trouble(&error);
            }
        }
    }
    assert!((1..50_000).contains(&accepted), "{accepted} of the damaged links were still good");
}

#[test]
fn a_wrong_value_of_any_setting_is_named_in_any_link() {
    let mut rng = Rng::new(7);
    let mut count = 0;
    for field in Field::ALL.iter().copied().filter(|field| field.section() != Section::Faults) {
        for value in wrong_values(field) {
            for front in ["", "twin."] {
                // In a level most settings are refused for another reason.
                let is_free = |link: &Link| link.challenge.is_none();
                let link = std::iter::repeat_with(|| random_link(&mut rng)).find(is_free).expect("most are");
                let broker = if front.is_empty() { link.setup.broker } else { Broker::Rabbitmq };
                let key = format!("{front}{}", field.link_name(broker));
                let twin_broker = if front.is_empty() { "" } else { "&twin.broker=rabbitmq" };
                let parts = link.to_fragment(&scenarios);
                let keep = |part: &&str| !part.starts_with("twin.") && !part.starts_with(&format!("{key}="));
                let rest: Vec<&str> = parts.split('&').filter(keep).collect();
                let twin_broker = if field == Field::Broker { "" } else { twin_broker };
                let text = format!("{}{twin_broker}&{key}={}", rest.join("&"), value.replace(' ', "+"));
                let error = read(text.trim_start_matches('&')).expect_err(&text);
                assert_eq!((error.field.as_str(), error.value.as_str()), (key.as_str(), value.as_str()), "{text}");
                assert_names_the_trouble(&error);
                count += 1;
            }
        }
    }
    assert!(count > 1_000, "{count}");
}
