use std::time::{Duration, Instant};

/// How long each stage took, in the order of the stages.
#[derive(Debug, Default)]
pub(crate) struct Timings(pub(crate) Vec<(&'static str, Duration)>);

impl Timings {
    /// Runs a stage and notes its time.
    pub(crate) fn time<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = run();
        self.0.push((stage, start.elapsed()));
        value
    }
}
