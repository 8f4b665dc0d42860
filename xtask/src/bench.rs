//! `cargo xtask bench`: what certc takes, against floors that are measured in the same run. Nothing here can fail on time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod floor;
mod front;
mod inputs;
mod keycloak;
mod process;
mod table;

use inputs::Set;
use keycloak::Keycloak;
use process::{Stages, Took, released, run, tool};
use table::{Goal, HEAD, Row, Sample, Unit};

pub(crate) use floor::derive;
pub(crate) use front::parse;

/// Shows the table as it grows.
pub(crate) fn bench() -> Result<(), String> {
    let it = Bench::ready()?;
    println!("The figure in the middle of a few runs.\n\n{HEAD}");
    it.original(&inputs::RSA, 3)?;
    it.original(&inputs::P256, 5)?;
    it.thousand()?;
    it.emitters()?;
    it.front()?;
    it.probe()?;
    it.size()
}

struct Bench {
    programs: PathBuf,
    /// Everything is written below it, and gone at the end.
    folder: tempfile::TempDir,
}

impl Bench {
    fn ready() -> Result<Self, String> {
        let (programs, folder) = (released()?, tempfile::tempdir());
        let folder = folder.map_err(|it| it.to_string())?;
        let build =
            "build --release --locked --package certc --bins --example pem_only --package xtask";
        let built = Command::new(env!("CARGO")).args(build.split(' ')).status();
        let built = built.is_ok_and(|it| it.success());
        built.then_some(Self { programs, folder }).ok_or("the release build failed".to_owned())
    }

    /// The original page's set: root, intermediate, eight leaves, a key store each, trust stores, PEMs.
    fn original(&self, set: &Set, times: usize) -> Result<(), String> {
        let spec = self.write("set.kdl", &inputs::original(set)?)?;
        let script = self.write("script.sh", inputs::SCRIPT)?;
        let tools = tool("openssl", "install OpenSSL").and(tool("keytool", "install a JDK"));
        let (mut runs, mut scripts) = (vec![], vec![]);
        for _ in 0..times {
            let took = self.compile("certc", &spec, &self.fresh("out")?)?;
            if tools.is_ok() {
                let mut command = Command::new("sh");
                command.arg(&script).args(set.genpkey);
                let script = run(&self.fresh("script")?, &mut command)?;
                scripts.push(Sample::over(cpu(&took), cpu(&script)));
            }
            runs.push(took);
        }
        match tools {
            Ok(_) => show(set.name("CPU"), scripts, "openssl and keytool script", Goal::Ratio(0.5)),
            Err(why) => println!("skipped: {why}"),
        }
        match set.whole_process {
            None => against_keys(set, &runs),
            Some(goal) => {
                let whole = runs.iter().map(|it| Sample::alone(wall(it))).collect();
                show(set.name("whole process"), whole, "", Goal::Value(goal));
            }
        }
        Ok(())
    }

    /// A long list of leaves: made, with and without stores, and looked at again.
    fn thousand(&self) -> Result<(), String> {
        let leaves = 1000;
        let spec = self.write("thousand.kdl", &inputs::leaves(leaves))?;
        self.pem_only(&spec, leaves)?;
        let (mut stores, mut memory) = (vec![], vec![]);
        for _ in 0..3 {
            let took = self.compile("certc", &spec, &self.fresh("out")?)?;
            let floor = run(
                self.folder.path(),
                self.program("xtask").args(["derive", &leaves.to_string()]),
            )?;
            stores.push(Sample::over(cpu(&took), cpu(&floor)));
            memory.push(Sample::alone(megabytes(took.peak)));
        }
        let floor = "PBKDF2 and MACs of the same stores alone";
        show(format!("{leaves} leaves with PKCS#12: CPU"), stores, floor, Goal::Ratio(1.15));
        show_in(
            Unit::Megabytes,
            format!("{leaves} leaves with PKCS#12: peak memory"),
            memory,
            Goal::None,
        );
        self.again(&spec, leaves, 150.0)?;
        self.again(&self.write("ten.kdl", &inputs::leaves(10))?, 10, 10.0)
    }

    fn pem_only(&self, spec: &Path, leaves: usize) -> Result<(), String> {
        let certyaml = "go install github.com/tsaarni/certyaml/cmd/certyaml@latest";
        let certyaml = tool("certyaml", certyaml);
        let list = self.write("certs.yaml", &inputs::certyaml(leaves))?;
        let mut samples = vec![];
        for _ in 0..3 {
            let took = self.compile("examples/pem_only", spec, &self.fresh("out")?)?;
            let Ok(certyaml) = &certyaml else {
                samples.push(Sample::alone(cpu(&took)));
                continue;
            };
            let mut command = Command::new(certyaml);
            command.arg("-d").arg(self.fresh("certyaml")?).arg(&list);
            let other = run(self.folder.path(), &mut command)?;
            samples.push(Sample::over(cpu(&took), cpu(&other)));
        }
        let goal = if certyaml.is_ok() { Goal::Ratio(1.0) } else { Goal::None };
        show(format!("{leaves} leaves as PEM: CPU"), samples, "certyaml", goal);
        certyaml.err().into_iter().for_each(|why| println!("skipped: {why}"));
        Ok(())
    }

    /// A second run writes nothing.
    fn again(&self, spec: &Path, leaves: usize, goal: f64) -> Result<(), String> {
        let out = self.fresh("out")?;
        self.compile("certc", spec, &out)?;
        let runs = (0..9).map(|_| Ok(Sample::alone(wall(&self.compile("certc", spec, &out)?))));
        let runs = runs.collect::<Result<Vec<_>, String>>()?;
        show(format!("{leaves} leaves again: whole process"), runs, "", Goal::Value(goal));
        Ok(())
    }

    /// Each emitter with ten thousand leaves, against ten times a thousand.
    fn emitters(&self) -> Result<(), String> {
        for output in ["files", "env", "compose", "kubernetes", "helm", "keycloak", "registration"]
        {
            let emit = |count| -> Result<f64, String> {
                let spec = self.write("emit.kdl", &inputs::emitted(count, output))?;
                let mut command = self.program("certc");
                command.args(["compile", "--dry-run", "--timings", "--out"]);
                command.arg(self.fresh("out")?).arg(spec);
                Ok(Stages::read(&run(self.folder.path(), &mut command)?.said).emit)
            };
            let samples = (0..3).map(|_| Ok(Sample::over(emit(10_000)?, 10.0 * emit(1000)?)));
            let samples = samples.collect::<Result<Vec<_>, String>>()?;
            let name = format!("output {output}, 10000 leaves");
            show(name, samples, "ten times 1000 leaves", Goal::Value(500.0));
        }
        Ok(())
    }

    /// Everybody of the original page's set asks for a token.
    fn probe(&self) -> Result<(), String> {
        let out = self.fresh("out")?;
        let current = out.join("camunda-prod/current");
        let folder = current.join("pki/keycloak");
        let spec = inputs::original(&inputs::P256)?
            .replace("/opt/security/conf", &folder.to_string_lossy())
            .replace("output keycloak", "output keycloak { fresh-realm }");
        let spec = self.write("probe.kdl", &spec)?;
        self.compile("certc", &spec, &out)?;
        let server =
            tool("curl", "install curl").and(Keycloak::start(self.folder.path(), &current));
        if let Err(why) = &server {
            println!("skipped: {why}");
            return Ok(());
        }
        let script = self.write("curl.sh", inputs::CURL)?;
        let samples = (0..9).map(|_| {
            let mut probe = self.program("certc");
            probe
                .arg("probe")
                .arg(&spec)
                .arg("--out")
                .arg(&out)
                .args(["--connect", "127.0.0.1:18443"]);
            probe.envs(inputs::PASSWORDS);
            let mut curl = Command::new("sh");
            curl.arg(&script).arg(current.join("pki")).args(inputs::CLIENTS);
            let probe = run(self.folder.path(), &mut probe)?;
            Ok(Sample::over(wall(&probe), wall(&run(self.folder.path(), &mut curl)?)))
        });
        let samples = samples.collect::<Result<Vec<_>, String>>()?;
        let name = format!("probe of {} components: whole process", inputs::CLIENTS.len());
        show(name, samples, "the same requests by curl", Goal::Ratio(1.5));
        Ok(())
    }

    fn size(&self) -> Result<(), String> {
        let program = fs::metadata(self.programs.join("certc")).map_err(|it| it.to_string())?;
        let size = vec![Sample::alone(megabytes(program.len()))];
        show_in(Unit::Megabytes, "size of the program".to_owned(), size, Goal::None);
        Ok(())
    }

    fn compile(&self, program: &str, spec: &Path, out: &Path) -> Result<Took, String> {
        let mut command = self.program(program);
        command.arg("compile").arg(spec).arg("--out").arg(out).arg("--timings");
        command.envs(inputs::PASSWORDS);
        run(self.folder.path(), &mut command)
    }

    fn check(&self, spec: &Path) -> Result<Took, String> {
        run(self.folder.path(), self.program("certc").arg("check").arg(spec))
    }

    fn program(&self, name: &str) -> Command {
        Command::new(self.programs.join(name))
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf, String> {
        let path = self.folder.path().join(name);
        fs::write(&path, text).map_err(|it| it.to_string())?;
        Ok(path)
    }

    /// A folder that was never there: ext4 is slow to use anew what was just deleted.
    fn fresh(&self, name: &str) -> Result<PathBuf, String> {
        let folder = tempfile::Builder::new().prefix(name).tempdir_in(self.folder.path());
        folder.map(tempfile::TempDir::keep).map_err(|it| it.to_string())
    }
}

fn against_keys(set: &Set, runs: &[Took]) {
    let stages: Vec<_> = runs.iter().map(|it| (cpu(it), Stages::read(&it.said))).collect();
    let others = stages.iter().map(|(_, it)| Sample::over(it.all - it.keys, it.keys)).collect();
    let floor = "making keys in the same process";
    show(set.name("all stages but keys"), others, floor, Goal::Ratio(0.10));
    let processes = stages.iter().map(|(cpu, it)| Sample::over(*cpu, it.keys_cpu)).collect();
    show(set.name("CPU of the process"), processes, floor, Goal::Ratio(1.05));
}

fn show(name: String, samples: Vec<Sample>, floor: &'static str, goal: Goal) {
    println!("{}", Row { name, unit: Unit::Milliseconds, samples, floor, goal });
}

fn show_in(unit: Unit, name: String, samples: Vec<Sample>, goal: Goal) {
    println!("{}", Row { name, unit, samples, floor: "", goal });
}

fn cpu(of: &Took) -> f64 {
    of.cpu.as_secs_f64() * 1000.0
}

fn wall(of: &Took) -> f64 {
    of.wall.as_secs_f64() * 1000.0
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}
