//! What the page and its worker say to each other: one line of plain text each way, words between spaces.

use crate::explore::{Finding, Limits};
use crate::model::{Action, Flag};
use crate::play::{actions_from_text, actions_to_text};
use crate::setup::{Link, Setup};

/// What the page wants to know.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// Told again with every answer.
    pub number: u32,
    /// What is to be done.
    pub task: Task,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Task {
    /// Which promises can break under this setup, within its bounds?
    Verdict(Setup, Limits),
    /// Go on with that search up to these limits.
    Further(Limits),
    /// Stop it.
    Stop,
}

/// How far a search is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It goes on.
    Going,
    /// Every world within the bounds was visited.
    Complete,
    /// A limit stopped it.
    Limited,
    /// The page stopped it.
    Stopped,
}

/// What is known so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// The question's number.
    pub number: u32,
    /// How far the search is.
    pub state: State,
    /// Worlds visited.
    pub states: usize,
    /// Every run of fewer steps was looked at.
    pub depth: usize,
    /// Shortest runs to what can break.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The shortest run that raises the flag.
    pub fn run(&self, flag: Flag) -> Option<&[Action]> {
        let finding = self.findings.iter().find(|finding| finding.flag == flag)?;
        Some(&finding.actions)
    }
}

const STATES: [(State, &str); 4] =
    [(State::Going, "going"), (State::Complete, "complete"), (State::Limited, "limited"), (State::Stopped, "stopped")];

impl Question {
    /// As one line.
    pub fn to_text(&self) -> String {
        let number = self.number;
        match &self.task {
            Task::Verdict(setup, Limits { states, memory }) => {
                format!("{number} verdict {states} {memory} {}", Link::from(*setup).to_fragment(&|_| None))
            }
            Task::Further(Limits { states, memory }) => format!("{number} further {states} {memory}"),
            Task::Stop => format!("{number} stop"),
        }
    }

    /// Reads that line; nothing if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let number = words.next()?.parse().ok()?;
        let task = match words.next()? {
            "verdict" => {
                let limits = limits(&mut words)?;
                Task::Verdict(Link::parse(words.next()?, &|_| None).ok()?.setup, limits)
            }
            "further" => Task::Further(limits(&mut words)?),
            "stop" => Task::Stop,
            _ => return None,
        };
        Some(Self { number, task })
    }
}

fn limits<'text>(words: &mut impl Iterator<Item = &'text str>) -> Option<Limits> {
    Some(Limits { states: words.next()?.parse().ok()?, memory: words.next()?.parse().ok()? })
}

impl Report {
    /// As one line.
    pub fn to_text(&self) -> String {
        let Self { number, state, states, depth, findings } = self;
        let state = STATES.iter().find(|(known, _)| known == state).map_or("", |(_, name)| name);
        let mut text = format!("{number} {state} {states} {depth}");
        for Finding { flag, actions } in findings {
            text.push_str(&format!(" {}:{}", flag.name(), actions_to_text(actions)));
        }
        text
    }

    /// Reads that line; nothing if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let number = words.next()?.parse().ok()?;
        let name = words.next()?;
        let (state, _) = STATES.into_iter().find(|(_, known)| *known == name)?;
        let (states, depth) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let findings = words.map(finding).collect::<Option<_>>()?;
        Some(Self { number, state, states, depth, findings })
    }
}

fn finding(word: &str) -> Option<Finding> {
    let (name, actions) = word.split_once(':')?;
    let flag = *Flag::ALL.iter().find(|flag| flag.name() == name)?;
    Some(Finding { flag, actions: actions_from_text(actions).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::Publish;

    #[test]
    fn every_question_can_be_read_again() {
        let mut setup = Setup { messages: 2, ..Setup::default() };
        setup.rabbitmq.publish = Publish::Confirm;
        let limits = Limits { states: 5, memory: 1 << 30 };
        let default = Task::Verdict(Setup::default(), limits);
        for task in [Task::Verdict(setup, limits), default, Task::Further(limits), Task::Stop] {
            let question = Question { number: 7, task };
            assert_eq!(Question::parse(&question.to_text()), Some(question));
        }
    }

    #[test]
    fn every_report_can_be_read_again() {
        let finding = |flag| Finding { flag, actions: vec![Action::Publish, Action::BrokerReads] };
        for (state, _) in STATES {
            let findings = vec![finding(Flag::Lost), finding(Flag::StaleReplay)];
            let report = Report { number: 3, state, states: 12_345, depth: 9, findings };
            assert_eq!(Report::parse(&report.to_text()), Some(report));
        }
    }

    #[test]
    fn what_is_neither_is_not_read() {
        for text in ["", "1", "x stop", "1 verdict 5", "1 verdict 5 5 ack=never", "1 dance", "1 going 1"] {
            assert_eq!(Question::parse(text), None, "{text}");
            assert_eq!(Report::parse(text), None, "{text}");
        }
    }
}
