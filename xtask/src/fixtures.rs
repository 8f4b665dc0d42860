//! `specs/ca/`: what others give to the examples, a company's authority above all. Made by openssl, ignored by git.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Encrypts the company's key; the example refers to it by this name.
const PASSWORD: &str = "COMPANY_CA_PASSWORD";

/// The key comes from a file or is thrown away after its signature.
const STEPS: [&str; 6] = [
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -pass env:COMPANY_CA_PASSWORD -out company-ca.key",
    "req -subj /C=DE/O=Example/CN=company-ca -out company-ca.crt -key company-ca.key -passin env:COMPANY_CA_PASSWORD",
    "req -subj /C=DE/O=Example/CN=company-tls -out company-tls.pem -newkey ec -keyout unused.key",
    "req -subj /C=DE/O=Example/CN=public -out public.pem -newkey ec -keyout unused.key",
    "req -subj /C=DE/O=Example/CN=corporate -out corporate.pem -newkey ec -keyout corporate.key",
    "req -subj /C=DE/O=Example/CN=issuing -out issuing.pem -newkey ec -keyout unused.key -CA corporate.pem -CAkey corporate.key",
];

/// What makes each of them an authority's certificate (RFC 5280 §4.2.1.3, §4.2.1.9).
const AUTHORITY: &str = "-x509 -config /dev/null -nodes -days 3650 -pkeyopt ec_paramgen_curve:P-256 \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign";

/// Makes the files anew, or says in a sentence why it cannot.
pub(crate) fn make(folder: &Path) -> Result<(), String> {
    if env::var_os(PASSWORD).is_none_or(|it| it.len() < 4) {
        return Err(format!("set {PASSWORD} to four characters or more: `export {PASSWORD}=…`"));
    }
    let said = |it| format!("{}: {it}", folder.display());
    fs::create_dir_all(folder).map_err(said)?;
    STEPS.iter().try_for_each(|it| openssl(folder, it))?;
    chain(folder).map_err(said)
}

fn openssl(folder: &Path, step: &str) -> Result<(), String> {
    let rest = if step.starts_with("req") { AUTHORITY } else { "" };
    let mut command = Command::new("openssl");
    command.args(step.split_whitespace().chain(rest.split_whitespace())).current_dir(folder);
    let output = command.output().map_err(|it| format!("openssl: {it}"))?;
    let said = || format!("openssl {step}: {}", String::from_utf8_lossy(&output.stderr));
    output.status.success().then_some(()).ok_or_else(said)
}

/// The issuing authority, then the root above it, as one file.
fn chain(folder: &Path) -> std::io::Result<()> {
    let read = |it| fs::read_to_string(folder.join(it));
    fs::write(folder.join("corporate-chain.pem"), read("issuing.pem")? + &read("corporate.pem")?)?;
    let parts = ["issuing.pem", "corporate.pem", "corporate.key", "unused.key"];
    parts.iter().try_for_each(|it| fs::remove_file(folder.join(it)))
}
