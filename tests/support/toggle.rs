//! What a toggle promises under every setup: the explorer's verdicts with and without it, over random small setups.

use ackscope::explore::{Ending, Limits, Search};
use ackscope::model::Flag;
use ackscope::setup::{Effects, Link, Setup};

use super::Rng;

const TRIES: u64 = 80;
const SMALL: Limits = Limits { states: 10_000, ..Limits::TERMINAL };

/// The search of every run, unless there are too many.
fn explored(setup: &Setup) -> Option<Search> {
    let mut search = Search::new(setup, SMALL, &[]);
    (search.finish() == Ending::Complete).then_some(search)
}

/// Whether the change added the flag; if so, the shortest run that raises it is the panic's text.
fn assert_not_added(flag: Flag, (before, after): (&Setup, &Setup), searches: (&Search, &Search)) {
    let added = searches.0.steps(flag).is_none().then(|| searches.1.finding(flag)).flatten();
    if let Some(finding) = added {
        let actions: Vec<String> = finding.actions.iter().map(ToString::to_string).collect();
        let link = |setup: &Setup| Link::from(*setup).to_fragment(&|_| None);
        panic!("{flag:?} was added: {}\n-> {}\n{}", link(before), link(after), actions.join(" "));
    }
}

/// `draw` gives random small setups; `change` makes of one the two that are compared, if it has something to change. The
/// second must raise none of the flags that the first does not raise.
pub fn never_adds(
    salt: u64,
    flags: &[Flag],
    draw: impl Fn(&mut Rng) -> Setup,
    change: impl Fn(&mut Rng, Setup) -> Option<(Setup, Setup)>,
) {
    let (mut compared, mut raised) = (0, 0);
    for seed in 0..TRIES {
        let mut rng = Rng::new(salt << 32 | seed);
        // What recognises repeats is the consumer's, and has claims of its own: some strategies lose what others repeat.
        let setup = Setup { effects: Effects::default(), ..draw(&mut rng) };
        let Some((before, after)) = change(&mut rng, setup) else { continue };
        for setup in [&before, &after] {
            setup.check().expect("both are possible");
        }
        let (Some(one), Some(other)) = (explored(&before), explored(&after)) else { continue };
        compared += 1;
        raised += u32::from(flags.iter().any(|flag| one.steps(*flag).is_some()));
        flags.iter().for_each(|flag| assert_not_added(*flag, (&before, &after), (&one, &other)));
    }
    assert!(compared >= 20 && raised >= 5, "only {compared} were compared, {raised} of them raised such a flag");
}

/// The setup with one change.
pub fn with(setup: Setup, change: impl FnOnce(&mut Setup)) -> Setup {
    let mut changed = setup;
    change(&mut changed);
    changed
}

/// The setup with two messages of one key: with fewer there is no order to judge.
pub fn ordered(setup: Setup) -> Setup {
    with(setup, |setup| (setup.messages, setup.keys) = (2, 1))
}
