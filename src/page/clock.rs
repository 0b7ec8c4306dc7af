//! The player's clock: where the run stands and how it moves on. Knows nothing of runs but their length.

/// Milliseconds that a step takes while playing at speed 1.
const STEP: f64 = 800.0;
/// Milliseconds that a single step takes.
const GLIDE: f64 = 320.0;
/// Milliseconds for which a run rests at what a person broke, so that its sentence can be read.
const REST: f64 = 2600.0;
/// A pause between frames that is longer than this was no motion: the page was hidden.
const FRAME_MAX: f64 = 100.0;

/// The speeds that are offered, and how they are written.
pub const SPEEDS: [(f64, &str); 4] = [(0.5, "0.5"), (1.0, "1"), (2.0, "2"), (4.0, "4")];

/// Where the run stands and how it moves on.
#[derive(Clone, Debug)]
pub struct Clock {
    position: f64,
    motion: Motion,
    speed: f64,
    first: usize,
    last: usize,
    jumps: bool,
    /// Where the run rests next while it plays, and for how many milliseconds more.
    rest: Option<(f64, f64)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Motion {
    Still,
    Playing,
    /// A single step to this position.
    Gliding(usize),
}

impl Clock {
    /// A clock that plays a run of so many steps from its start. One that `jumps` shows whole positions only.
    pub fn new(steps: usize, jumps: bool) -> Self {
        Self { position: 0.0, motion: Motion::Playing, speed: 1.0, first: 0, last: steps, jumps, rest: None }
    }

    /// Plays another run from its start.
    pub fn load(&mut self, steps: usize) {
        (self.first, self.last) = (0, steps);
        self.replay();
    }

    /// Plays only what lies between two positions.
    pub fn limit(&mut self, first: usize, last: usize) {
        (self.first, self.last) = (first.min(self.last), last.min(self.last));
        self.replay();
    }

    /// The run has another future from `position` on; plays into it, rests where it began, and plays on.
    pub fn fork(&mut self, position: usize, steps: usize) {
        (self.first, self.last) = (0, steps);
        // An envelope that a person plucked in mid-air is destroyed where it hangs.
        let shown = self.shown();
        self.position = if shown.floor() as usize == position { shown } else { position as f64 };
        self.motion = Motion::Playing;
        self.rest = Some(((position + 1).min(steps) as f64, REST));
    }

    /// From the start.
    pub fn replay(&mut self) {
        self.position = self.first as f64;
        self.motion = if self.first < self.last { Motion::Playing } else { Motion::Still };
        self.rest = None;
    }

    /// The position that is shown; between two whole numbers the next step is under way.
    pub fn shown(&self) -> f64 {
        if self.jumps { self.position.floor() } else { self.position }
    }

    /// How many steps are done. A single step counts as done as soon as it begins.
    pub fn step(&self) -> usize {
        match self.motion {
            Motion::Gliding(target) => target,
            Motion::Still | Motion::Playing => self.position.floor() as usize,
        }
    }

    /// The step that is told: while one is under way, that one.
    pub fn told(&self) -> usize {
        self.step().max(self.shown().ceil() as usize)
    }

    /// Whether it plays on by itself.
    pub fn is_playing(&self) -> bool {
        self.motion == Motion::Playing
    }

    /// Whether frames are needed.
    pub fn is_moving(&self) -> bool {
        self.motion != Motion::Still
    }

    /// Whether there is nothing left to play.
    pub fn is_at_end(&self) -> bool {
        self.step() >= self.last
    }

    /// The speed.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Plays at the speed of this place in the list.
    pub fn set_speed(&mut self, place: usize) {
        self.speed = SPEEDS.get(place).map_or(1.0, |(speed, _)| *speed);
    }

    /// Plays or pauses; at the end it plays again.
    pub fn toggle(&mut self) {
        self.rest = None;
        match self.motion {
            Motion::Playing => self.motion = Motion::Still,
            Motion::Still | Motion::Gliding(_) if self.is_at_end() => self.replay(),
            Motion::Still | Motion::Gliding(_) => self.motion = Motion::Playing,
        }
    }

    /// Stands still where it plays.
    pub fn pause(&mut self) {
        if self.is_playing() {
            self.toggle();
        }
    }

    /// One step on.
    pub fn on(&mut self) {
        let from = self.step();
        if from >= self.last {
            return;
        }
        self.rest = None;
        self.position = self.position.max(from as f64);
        self.motion = Motion::Gliding(from + 1);
        if self.jumps {
            self.jump(from + 1);
        }
    }

    /// One step back, at once. What is half done is undone first.
    pub fn back(&mut self) {
        let step = self.step();
        let half_done = self.motion == Motion::Still && self.shown() > step as f64;
        self.jump(if half_done { step } else { step.saturating_sub(1) });
    }

    /// To a position, at once.
    pub fn jump(&mut self, step: usize) {
        self.position = step.clamp(self.first, self.last.max(self.first)) as f64;
        self.motion = Motion::Still;
        self.rest = None;
    }

    /// To the start.
    pub fn start(&mut self) {
        self.jump(self.first);
    }

    /// To the end.
    pub fn end(&mut self) {
        self.jump(self.last);
    }

    /// So many milliseconds have passed.
    pub fn advance(&mut self, milliseconds: f64) {
        let passed = milliseconds.clamp(0.0, FRAME_MAX);
        let (goal, pace) = match self.motion {
            Motion::Still => return,
            Motion::Playing => (self.last, self.speed / STEP),
            Motion::Gliding(target) => (target, 1.0 / GLIDE),
        };
        self.position += passed * pace;
        if let Some((at, left)) = self.rest.filter(|(at, _)| self.position >= *at) {
            self.position = at;
            self.rest = Some((at, left - passed)).filter(|(_, left)| *left > 0.0);
        }
        if self.position >= goal as f64 {
            self.jump(goal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(clock: &mut Clock, milliseconds: u32) {
        (0..milliseconds / 10).for_each(|_| clock.advance(10.0));
    }

    /// Until the second step is half done.
    const HALF_WAY: u32 = (STEP * 1.5) as u32;

    fn hundredths(clock: &Clock) -> i64 {
        (clock.shown() * 100.0).round() as i64
    }

    #[test]
    fn it_plays_evenly_and_stops_at_the_end() {
        let mut clock = Clock::new(3, false);
        pass(&mut clock, HALF_WAY);
        assert_eq!((hundredths(&clock), clock.step(), clock.told()), (150, 1, 2));
        pass(&mut clock, 4000);
        assert_eq!((clock.shown(), clock.is_moving(), clock.is_at_end()), (3.0, false, true));
        clock.toggle();
        assert_eq!((clock.step(), clock.is_playing()), (0, true), "at the end it plays again");
    }

    #[test]
    fn a_pause_never_plays() {
        let mut clock = Clock::new(3, false);
        pass(&mut clock, HALF_WAY);
        for _ in 0..2 {
            clock.pause();
            assert_eq!((hundredths(&clock), clock.is_moving()), (150, false));
        }
        clock.end();
        clock.pause();
        assert_eq!((clock.shown(), clock.is_moving()), (3.0, false));
    }

    #[test]
    fn a_single_step_counts_at_once_and_glides() {
        let mut clock = Clock::new(3, false);
        pass(&mut clock, HALF_WAY);
        clock.toggle();
        clock.on();
        assert_eq!((clock.step(), clock.is_playing(), clock.is_moving()), (2, false, true));
        assert!(clock.shown() < 2.0);
        pass(&mut clock, 400);
        assert_eq!((clock.shown(), clock.is_moving()), (2.0, false));
        clock.back();
        assert_eq!(clock.shown(), 1.0);
    }

    #[test]
    fn back_first_undoes_what_is_half_done() {
        let mut clock = Clock::new(3, false);
        pass(&mut clock, HALF_WAY);
        clock.toggle();
        clock.back();
        assert_eq!(clock.shown(), 1.0);
        clock.back();
        clock.back();
        assert_eq!(clock.shown(), 0.0);
    }

    #[test]
    fn less_motion_shows_whole_positions_only() {
        let mut clock = Clock::new(3, true);
        pass(&mut clock, HALF_WAY);
        assert_eq!(clock.shown(), 1.0);
        clock.on();
        assert_eq!((clock.shown(), clock.is_moving()), (2.0, false));
    }

    #[test]
    fn limits_hold() {
        let mut clock = Clock::new(9, false);
        clock.limit(2, 5);
        assert_eq!(clock.step(), 2);
        pass(&mut clock, 9 * STEP as u32);
        assert_eq!(clock.step(), 5);
        clock.jump(0);
        assert_eq!(clock.step(), 2);
        clock.limit(70, 90);
        assert_eq!((clock.step(), clock.is_moving()), (5, false), "a range beyond the run is no range");
    }

    #[test]
    fn a_fork_goes_on_from_where_the_envelope_hangs() {
        let mut clock = Clock::new(9, false);
        pass(&mut clock, HALF_WAY);
        clock.toggle();
        clock.fork(1, 20);
        assert_eq!((hundredths(&clock), clock.is_playing()), (150, true));
        pass(&mut clock, 2000);
        assert_eq!((clock.shown(), clock.told(), clock.is_playing()), (2.0, 2, true), "it rests at what was broken");
        pass(&mut clock, 2000);
        assert!(clock.shown() > 2.0, "and plays on");
        clock.jump(4);
        clock.on();
        clock.fork(5, 20);
        assert_eq!(clock.shown(), 5.0, "a step that has begun is done");
    }

    #[test]
    fn a_hidden_page_does_not_run_away() {
        let mut clock = Clock::new(1000, false);
        clock.advance(1e9);
        assert!(clock.shown() < 1.0);
    }
}
