//! Exit statuses.

use std::process::ExitCode;

/// How a run ended, as its exit status says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// What was asked for is done.
    Done,
    /// The spec has errors, or the job failed and nothing changed.
    Failed,
    /// What was looked at is not as it must be.
    Findings,
    /// Published, but the disk did not confirm.
    NotConfirmed,
}

impl From<Exit> for ExitCode {
    fn from(it: Exit) -> Self {
        match it {
            Exit::Done => ExitCode::SUCCESS,
            Exit::Failed => ExitCode::from(1),
            Exit::Findings => ExitCode::from(4),
            Exit::NotConfirmed => ExitCode::from(5),
        }
    }
}
