//! What things cost in a race: how long each takes, and how many messages go at once. Plain data, as the rest of this
//! room; a race is no part of a setup, for what can happen does not depend on how long it takes.

use super::choice::choice;
use super::error::{Allowed, Problem, SetupError, shortened};

choice! {
    /// One of the figures that a race is run with.
    Cost, default Network {
        /// A flight over the network, one way.
        Network = "network",
        /// A flush of the queue through to the disk (A15, A16).
        Flush = "flush",
        /// The broker carries out one publish of a tx.commit (A25).
        Commit = "commit",
        /// A follower fetches what the leader has, and has it (B15).
        Replication = "replication",
        /// A program writes one message, one commit or one answer.
        Write = "write",
        /// Messages that go at once: in a transaction, or without a confirm.
        Batch = "batch",
    }
}

/// The figures that a race is run with: whole microseconds, and a number of messages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Costs([u32; Cost::ALL.len()]);

/// What a figure counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Written in milliseconds, kept in microseconds.
    Milliseconds,
    /// A number of messages.
    Messages,
}

impl Cost {
    /// What it counts.
    pub const fn unit(self) -> Unit {
        match self {
            Self::Network | Self::Flush | Self::Commit | Self::Replication | Self::Write => Unit::Milliseconds,
            Self::Batch => Unit::Messages,
        }
    }

    /// The smallest and the largest value. Writing takes some time, or all would be over before it begins.
    pub const fn range(self) -> (u32, u32) {
        const SECOND: u32 = 1_000_000;
        match self {
            Self::Network | Self::Flush | Self::Commit | Self::Replication => (0, SECOND),
            Self::Write => (1, SECOND),
            Self::Batch => (1, Costs::MESSAGES as u32),
        }
    }

    /// A network between machines of one place, and a disk that writes through.
    const fn usual(self) -> u32 {
        match self {
            Self::Network => 500,
            Self::Flush => 5_000,
            Self::Commit => 10,
            Self::Replication => 1_000,
            Self::Write => 30,
            Self::Batch => 10,
        }
    }

    fn allowed(self) -> Allowed {
        let (min, max) = self.range();
        match self.unit() {
            Unit::Milliseconds => Allowed::Milliseconds { min, max },
            Unit::Messages => Allowed::Whole { min: min.into(), max: max.into() },
        }
    }
}

impl Default for Costs {
    fn default() -> Self {
        let mut costs = Self([0; Cost::ALL.len()]);
        for cost in Cost::ALL.iter().copied() {
            costs.0[cost as usize] = cost.usual();
        }
        costs
    }
}

impl Costs {
    /// The messages of a race.
    pub const MESSAGES: u8 = 100;

    /// The figure, in microseconds or messages.
    pub const fn get(&self, cost: Cost) -> u32 {
        self.0[cost as usize]
    }

    /// The same with another figure, or with the nearest one that is allowed.
    #[must_use]
    pub fn with(mut self, cost: Cost, value: u32) -> Self {
        let (min, max) = cost.range();
        self.0[cost as usize] = value.clamp(min, max);
        self
    }

    /// The figure as a person writes it.
    pub fn written(&self, cost: Cost) -> String {
        match cost.unit() {
            Unit::Milliseconds => milliseconds(self.get(cost)),
            Unit::Messages => self.get(cost).to_string(),
        }
    }

    /// The same with the figure that a person wrote.
    ///
    /// # Errors
    /// What is allowed, if it is none of that.
    pub fn read(&self, cost: Cost, text: &str) -> Result<Self, SetupError> {
        let (min, max) = cost.range();
        let decimals = match cost.unit() {
            Unit::Milliseconds => 3,
            Unit::Messages => 0,
        };
        let value = thousandths(text, decimals).filter(|value| (min..=max).contains(value));
        let problem = || Problem::NotAllowed(cost.allowed());
        let refused = || SetupError { field: cost.name().to_owned(), value: shortened(text), problem: problem() };
        value.map(|value| self.with(cost, value)).ok_or_else(refused)
    }

    // Both are called for links that name a race alone, so the page fetches them apart from its other links.

    /// As a part of a link: what differs from the default, or a word for nothing.
    #[inline(never)]
    pub fn to_text(&self) -> String {
        let differs = |cost: &Cost| self.get(*cost) != cost.usual();
        let parts = Cost::ALL.iter().copied().filter(differs);
        let parts: Vec<String> = parts.map(|cost| format!("{}:{}", cost.name(), self.written(cost))).collect();
        if parts.is_empty() { USUAL.to_owned() } else { parts.join(",") }
    }

    /// Reads that part.
    ///
    /// # Errors
    /// The first figure that is unknown, repeated or not allowed.
    #[inline(never)]
    pub fn parse(text: &str) -> Result<Self, SetupError> {
        let mut costs = Self::default();
        if text == USUAL {
            return Ok(costs);
        }
        let mut known = Vec::new();
        for part in text.split(',') {
            let refused = |problem| SetupError { field: "race".to_owned(), value: shortened(part), problem };
            let named = part.split_once(':').and_then(|(name, figure)| Some((Cost::named(name)?, figure)));
            let (cost, figure) = named.ok_or_else(|| refused(Problem::NotAllowed(Allowed::Costs)))?;
            if known.contains(&cost) {
                return Err(refused(Problem::RepeatedInList));
            }
            known.push(cost);
            let named = |error: SetupError| SetupError { field: format!("race.{}", error.field), ..error };
            costs = costs.read(cost, figure).map_err(named)?;
        }
        Ok(costs)
    }
}

/// What a link says where no figure differs from the default.
const USUAL: &str = "usual";

/// Microseconds as milliseconds, without zeros at the end.
pub fn milliseconds(microseconds: u32) -> String {
    let text = format!("{}.{:03}", microseconds / 1000, microseconds % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number in plain digits with so many decimals at most, times ten for each of these: no sign, no zero in front.
fn thousandths(text: &str, decimals: usize) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let has_point = text.contains('.');
    let plain = is_plain(whole) && (whole == "0" || !whole.starts_with('0')) && (!has_point || is_plain(fraction));
    if !plain || fraction.len() > decimals {
        return None;
    }
    format!("{whole}{fraction:0<decimals$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_they_are_read() {
        let usual = Costs::default();
        for (text, microseconds) in [("0", 0), ("0.001", 1), ("0.03", 30), ("2.5", 2500), ("1000", 1_000_000)] {
            let costs = usual.read(Cost::Flush, text).expect("allowed");
            assert_eq!((costs.get(Cost::Flush), costs.written(Cost::Flush).as_str()), (microseconds, text));
        }
        assert_eq!(usual.read(Cost::Flush, "2.50").map(|costs| costs.written(Cost::Flush)), Ok("2.5".to_owned()));
    }

    #[test]
    fn what_is_no_figure_is_refused_with_what_is_allowed() {
        let usual = Costs::default();
        for text in
            ["", "-1", "+1", "1e3", "01", ".5", "5.", "1.0001", "1000.001", "1001", "1,5", " 1", "٣", "99999999999"]
        {
            let error = usual.read(Cost::Network, text).expect_err(text);
            let shown = if text.is_empty() { "an empty text" } else { text };
            let allowed = "a number of milliseconds from 0 to 1000 with three decimals at most is";
            assert_eq!(error.to_string(), format!("network: {shown} is not allowed; {allowed}"));
        }
        let error = usual.read(Cost::Batch, "0").map_err(|error| error.to_string());
        assert_eq!(error, Err("batch: 0 is not allowed; a whole number from 1 to 100 is".to_owned()));
        assert!(usual.read(Cost::Batch, "1.0").is_err());
        assert!(usual.read(Cost::Write, "0").is_err());
    }

    #[test]
    fn a_link_s_part_gives_the_figures_back() {
        let usual = Costs::default();
        let other = usual.with(Cost::Network, 2_000).with(Cost::Batch, 100);
        assert_eq!((usual.to_text().as_str(), other.to_text().as_str()), ("usual", "network:2,batch:100"));
        for costs in [usual, other] {
            assert_eq!(Costs::parse(&costs.to_text()), Ok(costs));
        }
        for text in ["", "network", "network:", "speed:1", "network:1,network:1", "network:1,", "usual,flush:1"] {
            assert!(Costs::parse(text).is_err(), "{text}");
        }
    }
}
