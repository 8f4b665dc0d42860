//! `--timings`: what the stages took, and the making of keys.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// How long each stage took, in the order of the stages.
#[derive(Debug, Default)]
pub(crate) struct Timings {
    pub(crate) stages: Vec<(&'static str, Duration)>,
    pub(crate) keys: Keys,
}

/// Notes the time of stages that only tell when they have ended.
pub(crate) struct Laps<'a> {
    last: RefCell<(Instant, &'a mut Timings)>,
}

impl Laps<'_> {
    pub(crate) fn ended(&self, stage: &'static str) {
        let (last, timings) = &mut *self.last.borrow_mut();
        let now = Instant::now();
        timings.stages.push((stage, now - std::mem::replace(last, now)));
    }
}

impl Timings {
    /// From now on.
    pub(crate) fn laps(&mut self) -> Laps<'_> {
        Laps { last: RefCell::new((Instant::now(), self)) }
    }

    /// Runs a stage and notes its time.
    pub(crate) fn time<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = run();
        self.stages.push((stage, start.elapsed()));
        value
    }
}

/// What making keys takes, within the stage that makes them: begin, end and CPU time of each.
#[derive(Debug, Default)]
pub(crate) struct Keys(Mutex<Vec<(Instant, Instant, Duration)>>);

impl Keys {
    /// Makes one, on any thread.
    pub(crate) fn time(&self, make: &mut dyn FnMut()) {
        let (start, before) = (Instant::now(), thread_time());
        make();
        let key = (start, Instant::now(), thread_time().saturating_sub(before));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(key);
    }

    /// From the first one's begin to the last one's end, and the CPU time of all; nothing where there was none.
    pub(crate) fn spent(&self) -> Option<(Duration, Duration)> {
        let keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let start = keys.iter().map(|it| it.0).min()?;
        let end = keys.iter().map(|it| it.1).max()?;
        Some((end - start, keys.iter().map(|it| it.2).sum()))
    }
}

/// The CPU time of this thread.
fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}
