//! The terminal commands: for teachers who check their links, for CI, and for runs without a browser.
//!
//! JSON on standard output and nothing else; one clear line on standard error when the input is bad.

mod check;
mod client;
mod explore;
mod export;
pub mod guide;
mod input;
mod link;
mod race;
mod repair;
mod replay;
mod run;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::setup::{Link, preset, to_json};

const USAGE: &str = "\
ackscope explore SETUP.json|-          every run within the setup's bounds: what can break, and the shortest run to it
ackscope repair SETUP.json|- --promise not_lost,not_effect_twice
                                       the smallest changes of settings that keep the promises within those bounds
ackscope run SETUP.json|- [--seed N]   play one run: an event a line, then its ledger, flags and digest
ackscope replay LINK|FILE              play a recorded run again; exit 1 if its outcome has changed
ackscope race [--network MS] [--flush MS] [--commit MS] [--replication MS] [--write MS] [--batch N]
                                       what each way to send a hundred messages costs, in virtual time
ackscope export STORY|LINK|FILE [--format FORM] [--lang en|zh-CN] [--theme light|dark|auto]
                                       a run to take home; FORM is svg, storyboard, storyboard-md, animation, mermaid
                                       or json
ackscope export --all DIR              the pictures of every story in both languages, for pages without scripts
ackscope client SETUP.json|-|LINK --client pika|java|spring|lapin|kafka-java|librdkafka [--lang en|zh-CN]
                                       the setup as code and configuration of that client, with its traps
ackscope check FILE|- [--as java|librdkafka] [--explore]
                                       what a settings file (Spring Boot, Kafka client, librdkafka, topic) says
ackscope guide DIR                     the guide in both languages, as pages of HTML
ackscope link [SETUP.json|-] [--story NAME] [--set KEY=VALUE]… [--faults KINDS:BUDGET] [--twin KEY=VALUE]…
              [--steps 3-9] [--race FIGURES] [--lang en|zh-CN] [--theme light|dark|auto] [--embed] [--base https://…]
                                       the link to a setup or a story, with what is set in it
ackscope link --grammar [--lang zh-CN] how links are written by hand
ackscope open LINK                     the setup of a link; of two, the first";

/// What a command ends with.
enum Done {
    /// All is well.
    Well,
    /// The answer is no: the recorded run has changed.
    Changed,
}

/// Bad input, as one line.
struct Bad(String);

impl<E: std::fmt::Display> From<E> for Bad {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Does what the arguments say. Exit 0: done; 1: a replay that has changed; 2: bad input.
pub fn main(arguments: &[String]) -> ExitCode {
    let mut out = io::stdout().lock();
    match dispatch(arguments, &mut out) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Changed) => ExitCode::FAILURE,
        Err(Bad(line)) => {
            eprintln!("ackscope: {line}");
            ExitCode::from(2)
        }
    }
}

fn dispatch(arguments: &[String], out: &mut impl Write) -> Result<Done, Bad> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["explore", source] => explore::explore(source, out),
        ["repair", source, "--promise", promises] | ["repair", "--promise", promises, source] => {
            repair::repair(source, promises, out)
        }
        ["run", source] => run::run(source, None, out),
        ["run", source, "--seed", seed] | ["run", "--seed", seed, source] => run::run(source, Some(seed), out),
        ["replay", source] => replay::replay(source, out),
        ["race", costs @ ..] => race::race(costs, out),
        ["export", words @ ..] => export::export(words, out),
        ["guide", directory] => guide::guide(directory, out),
        ["check", words @ ..] => check::check(words, out),
        ["client", words @ ..] => client::client(words, out),
        ["link", words @ ..] => link::link(words, out),
        ["open", source] => open(source, out),
        ["help" | "--help" | "-h"] => {
            writeln!(out, "{USAGE}")?;
            Ok(Done::Well)
        }
        [] => Err(Bad(
            "a command is missing: explore, repair, run, replay, race, client, check, export, guide, link or open (ackscope help tells more)"
                .into(),
        )),
        [name @ ("explore" | "repair" | "run" | "replay" | "guide" | "open"), ..] => {
            Err(Bad(format!("{name}: the words after it are off (ackscope help tells more)")))
        }
        [name, ..] => {
            Err(Bad(format!("{name:?} is no command; explore, repair, run, replay, race, client, check, export, guide, link and open are")))
        }
    }
}

fn open(source: &str, out: &mut impl Write) -> Result<Done, Bad> {
    let link = Link::parse(source, &scenario)?;
    writeln!(out, "{}", to_json(&link.setup))?;
    if let Some(second) = link.second {
        let fragment = Link::from(second.setup).to_fragment(&scenario);
        eprintln!("ackscope: this is the first of two setups; the second one alone is #{fragment}");
    }
    Ok(Done::Well)
}

/// The setup of a story.
fn scenario(name: &str) -> Option<crate::setup::Setup> {
    preset(name).map(|preset| preset.setup)
}

/// A plain text as JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
