//! Child processes, and what each of them took.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What a process took, the children that it waited for included.
pub(crate) struct Took {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
    /// The most memory that it held, in bytes.
    pub(crate) peak: u64,
    /// Its standard error.
    pub(crate) said: String,
}

/// Runs a process in this folder to its end; one that fails is an error.
pub(crate) fn run(folder: &Path, command: &mut Command) -> Result<Took, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |it: std::io::Error| format!("{name}: {it}");
    let said = folder.join("standard-error");
    let errors = File::create(&said).map_err(failed)?;
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors);
    let start = Instant::now();
    let used = command.spawn().and_then(Wait4::wait4).map_err(failed)?;
    let wall = start.elapsed();
    let said = fs::read_to_string(&said).map_err(failed)?;
    if !used.status.success() {
        return Err(format!("{name} failed: {}", said.trim()));
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Took { wall, cpu, peak: used.rusage.maxrss, said })
}

/// A program of the machine; the error says how it comes there.
pub(crate) fn tool(name: &str, from: &str) -> Result<PathBuf, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places = env::split_paths(&path).map(|it| it.join(name));
    places.find(|it| it.is_file()).ok_or_else(|| format!("{name} (not on the PATH: {from})"))
}

/// Where `cargo build --release` puts its programs: beside the folder of this one.
pub(crate) fn released() -> Result<PathBuf, String> {
    let own = env::current_exe().map_err(|it| it.to_string())?;
    let target = own.ancestors().nth(2).ok_or("xtask does not lie in a target folder")?;
    Ok(target.join("release"))
}

/// The milliseconds that `certc --timings` tells.
pub(crate) struct Stages {
    /// All stages together.
    pub(crate) all: f64,
    /// The emitters.
    pub(crate) emit: f64,
    /// Making keys, from the first to the last.
    pub(crate) keys: f64,
    /// Making keys, on all cores together.
    pub(crate) keys_cpu: f64,
}

impl Stages {
    /// Reads lines like `issue 12.3 ms`, and `keys 1.2 ms of issue, 3.4 ms of CPU on all cores`.
    pub(crate) fn read(said: &str) -> Self {
        let mut stages = Self { all: 0.0, emit: 0.0, keys: 0.0, keys_cpu: 0.0 };
        for line in said.lines() {
            let words: Vec<_> = line.split_whitespace().collect();
            let number = |at: usize| words.get(at).and_then(|it| it.parse::<f64>().ok());
            match (words[..].first(), words.get(2), number(1)) {
                (Some(&"keys"), Some(&"ms"), Some(time)) => {
                    (stages.keys, stages.keys_cpu) = (time, number(5).unwrap_or(0.0));
                }
                (Some(&"emit"), Some(&"ms"), Some(time)) => {
                    stages.emit = time;
                    stages.all += time;
                }
                (_, Some(&"ms"), Some(time)) => stages.all += time,
                _ => {}
            }
        }
        stages
    }
}

#[test]
fn stages_are_added_up_and_keys_are_not() {
    let said = "a note\nparse  1.5 ms\nemit 3 ms\nissue 20 ms\nkeys 12 ms of issue, 21.5 ms of CPU on all cores";
    let stages = Stages::read(said);
    assert_eq!((stages.all, stages.keys, stages.keys_cpu), (24.5, 12.0, 21.5));
    assert!((stages.emit - 3.0).abs() < f64::EPSILON);
}
