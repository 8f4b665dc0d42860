//! What can be typed. The text of `--help` is written here.

use std::time::SystemTime;

use camino::Utf8PathBuf;
use certc_catalog::Platform;
use certc_plan::Timestamp;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// The certificate compiler for Camunda 8: one KDL spec in, keys, certificates, stores and settings out.
#[derive(Parser)]
#[command(name = "certc", version, about, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Whether messages are coloured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

/// Whether messages are coloured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Writes a commented spec to start from
    Init {
        /// The file to write
        #[arg(default_value = "certc.kdl")]
        spec: Utf8PathBuf,
        /// Which Camunda, such as 8.7 [default: the newest that certc can make files for]
        #[arg(long)]
        camunda: Option<String>,
        /// Where it runs
        #[arg(long, value_enum, default_value_t = Where::Compose)]
        platform: Where,
    },
    /// Says everything that is wrong with specs
    Check(CheckArguments),
    /// Lays out specs: four blanks for each level, a line for each statement; comments stay
    Fmt {
        /// The files, each by itself; `-` is standard input, and its layout goes to standard output
        #[arg(required = true)]
        specs: Vec<Utf8PathBuf>,
        /// Writes nothing, and prints the names of those that would change
        #[arg(long)]
        check: bool,
    },
    /// Says what compile would do and why, without keys
    Plan(PlanArguments),
    /// Issues what is due and publishes a generation
    Compile(CompileArguments),
    /// Asks the identity provider for a token as each component would, and says why it refuses
    Probe(ProbeArguments),
    /// Prints each subject DN in every spelling
    Dn {
        #[command(flatten)]
        of: SpecArguments,
    },
    /// Prints who signs whom
    Graph {
        #[command(flatten)]
        of: SpecArguments,
        /// As what
        #[arg(long, value_enum, default_value_t = GraphFormat::Tree)]
        format: GraphFormat,
    },
    /// Explains a rule, or says where the values of a spec come from
    Explain(ExplainArguments),
    /// Prints the whole language of specs, with the options of the emitters of this build
    Schema {
        /// As what
        #[arg(long, value_enum, default_value_t = SchemaFormat::Markdown)]
        format: SchemaFormat,
    },
    /// Lists the emitters of this build and their options
    Emitters,
}

#[derive(Args)]
pub(crate) struct CheckArguments {
    /// The specs
    #[arg(required = true)]
    pub(crate) specs: Vec<Utf8PathBuf>,
    /// As what
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(crate) format: CheckFormat,
    #[command(flatten)]
    pub(crate) fixing: Fixing,
    /// With fixes that are a guess, too
    #[arg(long = "unsafe", requires = "Fixing")]
    pub(crate) is_unsafe: bool,
}

/// What is done with fixes.
#[derive(Args)]
#[group(multiple = true)]
pub(crate) struct Fixing {
    /// Applies the fixes whose meaning is certain, and says what is left
    #[arg(long)]
    pub(crate) fix: bool,
    /// Shows what the fixes would change, and writes nothing
    #[arg(long, conflicts_with = "format")]
    pub(crate) diff: bool,
}

/// The form of findings.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people, to standard error
    Human,
    /// A line for each finding
    Short,
    /// All that is known of them, for programs
    Json,
    /// SARIF 2.1.0, for code scanners
    Sarif,
    /// Commands of a workflow, which GitHub shows beside the lines
    Github,
}

#[derive(Args)]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// As what
    #[arg(long, value_enum, default_value_t = PlanFormat::Human)]
    pub(crate) format: PlanFormat,
}

#[derive(Args)]
pub(crate) struct CompileArguments {
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// Says what would be done, and writes nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Prints the milliseconds of each stage to standard error
    #[arg(long)]
    pub(crate) timings: bool,
}

/// `certc explain equal-subjects` shows a rule's page. `certc explain certc.kdl component.operate` shows each value of that
/// component and what supplied it: a line, the catalog, a default.
#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// A rule's name, as a message shows it, or a spec
    pub(crate) what: String,
    /// Of a spec: the words that lead to a value, such as component.operate.subject [default: all values]
    pub(crate) path: Option<String>,
    /// Of a spec: which of its environments, where it has any
    #[arg(long, value_name = "NAME")]
    pub(crate) environment: Option<String>,
}

/// A spec, and which of its environments.
#[derive(Args)]
pub(crate) struct SpecArguments {
    /// The spec
    pub(crate) spec: Utf8PathBuf,
    /// Which of its environments, where it has any
    #[arg(long, value_name = "NAME")]
    pub(crate) environment: Option<String>,
}

/// What a plan and a compile are asked for.
#[derive(Args)]
pub(crate) struct Wanted {
    #[command(flatten)]
    pub(crate) of: SpecArguments,
    /// The folder of all deployments
    #[arg(long, default_value = "out")]
    pub(crate) out: Utf8PathBuf,
    /// The moment of issuing, as RFC 3339 [default: now]
    #[arg(long)]
    now: Option<Timestamp>,
    /// Certificates to make anew, by name
    #[arg(long, value_name = "NAME")]
    pub(crate) renew: Vec<String>,
}

impl Wanted {
    /// The moment that was said, or this one.
    pub(crate) fn moment(&self) -> Timestamp {
        self.now.unwrap_or_else(now)
    }
}

/// This moment.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Timestamp(since.unwrap_or_default().as_secs().cast_signed())
}

/// Uses the network and writes nothing. With KEYCLOAK_ADMIN_USERNAME and KEYCLOAK_ADMIN_PASSWORD in the environment (and
/// KEYCLOAK_ADMIN_REALM, where it is not master) it looks at a refused client and names the one cause. It asks no proxy and
/// follows no redirect.
#[derive(Args)]
pub(crate) struct ProbeArguments {
    #[command(flatten)]
    pub(crate) of: SpecArguments,
    /// The folder of all deployments
    #[arg(long, default_value = "out")]
    pub(crate) out: Utf8PathBuf,
    /// Which URL of the identity provider is called
    #[arg(long, value_enum, default_value_t = Via::Backend)]
    pub(crate) via: Via,
    /// Where to connect instead: the server must still be the URL's host, as where only containers know its name
    #[arg(long, value_name = "HOST:PORT", value_parser = place)]
    pub(crate) connect: Option<(String, u16)>,
    /// As what
    #[arg(long, value_enum, default_value_t = ProbeFormat::Human)]
    pub(crate) format: ProbeFormat,
}

/// Reads `HOST:PORT`; an IPv6 address may stand in brackets.
fn place(text: &str) -> Result<(String, u16), &'static str> {
    let (host, port) = text.rsplit_once(':').ok_or("is not HOST:PORT")?;
    let port = port.parse().map_err(|_| "has no port that is a number")?;
    let host = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(host);
    if host.is_empty() { Err("has no host") } else { Ok((host.to_owned(), port)) }
}

/// Which URL of the identity provider.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Via {
    /// What components call
    Backend,
    /// What tokens and browsers say
    Issuer,
}

/// The form of what a probe finds.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProbeFormat {
    Human,
    Json,
}

/// The form of a plan.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    Human,
    Json,
}

/// Where Camunda runs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Where {
    Compose,
    Kubernetes,
    Hosts,
}

impl From<Where> for Platform {
    fn from(it: Where) -> Self {
        match it {
            Where::Compose => Self::Compose,
            Where::Kubernetes => Self::Kubernetes,
            Where::Hosts => Self::Hosts,
        }
    }
}

/// The form of the language.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaFormat {
    Markdown,
    Json,
}

/// The form of a graph.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    Tree,
    Mermaid,
}
