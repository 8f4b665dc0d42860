//! What a run leaves on the disk: ended, failed or killed.

mod interrupted;
mod outcome;
mod place;
mod state;
