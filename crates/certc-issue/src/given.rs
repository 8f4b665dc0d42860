//! Authorities that a spec gives: all that their certificates show without a key.

use certc_diagnostic::{Diagnostic, Rule};
use certc_graph::{Authority, AuthorityId, Given, Graph, blame};
use certc_plan::Timestamp;

use crate::link::{Link, Signed};
use crate::rules::{AUTHORITY_CERTIFICATE_UNUSABLE, AUTHORITY_CERTIFICATE_WEAK};
use crate::{below, signer, store};

/// Judges the certificates that a spec gives, of authorities and of files to trust: whether verifiers accept what is
/// signed below them (RFC 5280 section 6.1). Whether they have begun and not ended is seen where a moment is given.
pub fn given_authorities(graph: &Graph, now: Option<Timestamp>) -> Vec<Diagnostic> {
    let authorities = graph.authorities.iter().filter_map(|(id, authority)| {
        let given = authority.given.as_ref()?;
        let judge = Judge { graph, id, authority, given, now };
        Some(judge.said().unwrap_or_else(|it| vec![it]))
    });
    authorities.flatten().chain(unreadable_files(graph)).collect()
}

/// Certificates that a store or the manifest could not show.
fn unreadable_files(graph: &Graph) -> impl Iterator<Item = Diagnostic> {
    graph.trusts.values().flat_map(|it| &it.also).filter_map(|it| {
        let broken = it.value.certificates.iter().find_map(|it| store::refuses(it))?;
        let message = format!("a certificate of `{}` {broken}", it.value.path);
        let broken = AUTHORITY_CERTIFICATE_UNUSABLE.broken(message);
        Some(blame(broken, &it.origin, "this file"))
    })
}

struct Judge<'a> {
    graph: &'a Graph,
    id: &'a AuthorityId,
    authority: &'a Authority,
    given: &'a Given,
    now: Option<Timestamp>,
}

impl Judge<'_> {
    fn said(&self) -> Result<Vec<Diagnostic>, Diagnostic> {
        let chain = self.chain()?;
        self.refuse_disorder(&chain)?;
        if self.given.private_key.is_none() {
            return Ok(Vec::new());
        }
        self.refuse_unusable(&chain)?;
        self.refuse_what_is_below(&chain)?;
        Ok(self.weak(&chain).into_iter().chain(self.rootless(&chain)).collect())
    }

    fn chain(&self) -> Result<Vec<Link<'_>>, Diagnostic> {
        let read = |der| store::refuses(der).map_or_else(|| Link::read(der), Err);
        let chain: Result<_, _> = self.given.chain.iter().map(|it| read(it)).collect();
        chain.map_err(|why| {
            self.unusable(&format!("the certificate of authority `{}` {why}", self.id.0), CA)
        })
    }

    /// Each certificate is followed by the one that signed it, as far as the file has them.
    fn refuse_disorder(&self, chain: &[Link<'_>]) -> Result<(), Diagnostic> {
        let Some(pair) = chain.windows(2).find(|it| it[0].signed_by(&it[1]) == Signed::No) else {
            return Ok(());
        };
        if let Some(order) = in_order(chain) {
            let message =
                format!("the certificates of authority `{}` are in the wrong order", self.id.0);
            let names: Vec<_> = order.iter().map(|it| format!("`{}`", it.name())).collect();
            let help = format!("put {} first, then {}", names[0], names[1..].join(", then "));
            return Err(self.unusable(&message, &help));
        }
        let [below, above] = [&pair[0], &pair[1]].map(Link::name);
        let of = format!("the certificate `{below}` of authority `{}` is not signed by", self.id.0);
        let message = match fits_by_name(pair) {
            true => format!("{of} the `{above}` that follows it: the names fit, the key does not"),
            false => format!("{of} `{above}`, which follows it"),
        };
        Err(self.unusable(&message, "let the certificate of its issuer follow, up to the root"))
    }

    fn refuse_unusable(&self, chain: &[Link<'_>]) -> Result<(), Diagnostic> {
        let depth = usize::from(signer::depth(self.graph, self.id));
        let why = |(above, link): (usize, &Link<'_>)| {
            let own_key = || signer::unusable_key(&link.tbs).filter(|_| above == 0);
            let between = chain[..above].iter().filter(|it| !it.tbs.is_self_issued()).count();
            let unusable = signer::unusable(&link.tbs, depth + between, self.now);
            let why = unusable.or_else(own_key)?;
            Some(format!("{} {why}", self.which(above, link)))
        };
        chain.iter().enumerate().find_map(why).map_or(Ok(()), |it| Err(self.unusable(&it, CA)))
    }

    fn refuse_what_is_below(&self, chain: &[Link<'_>]) -> Result<(), Diagnostic> {
        let why = |(above, link): (usize, &Link<'_>)| {
            let why = below::refused(self.graph, self.id, &link.tbs)?;
            Some(format!("{} {why}", self.which(above, link)))
        };
        let help = "let another authority sign it, or ask the keeper of this one for a CA that may";
        chain.iter().enumerate().find_map(why).map_or(Ok(()), |it| Err(self.unusable(&it, help)))
    }

    fn weak(&self, chain: &[Link<'_>]) -> Option<Diagnostic> {
        let weak = |(above, link): (usize, &Link<'_>)| {
            let mut weaknesses = signer::weaknesses(&link.tbs);
            let next = chain.get(above + 1).unwrap_or(link);
            if link.signed_by(next) == Signed::Unknown {
                weaknesses.push("has a signature of a kind that certc cannot check");
            }
            let which = || format!("{} {}", self.which(above, link), weaknesses.join(" and "));
            (!weaknesses.is_empty()).then(which)
        };
        let weak: Vec<_> = chain.iter().enumerate().filter_map(weak).collect();
        let help = "Java accepts it; for strict verifiers ask its keeper for a new one";
        (!weak.is_empty()).then(|| self.broken(&AUTHORITY_CERTIFICATE_WEAK, &weak.join(", "), help))
    }

    /// The last one is what others trust: verifiers that want a root there refuse it.
    fn rootless(&self, chain: &[Link<'_>]) -> Option<Diagnostic> {
        let last = chain.last().filter(|it| !it.is_root())?;
        let message = format!(
            "the certificates of authority `{}` end with `{}`, which is no root: strict verifiers do not trust it",
            self.id.0,
            last.name()
        );
        let help = "append the certificates above it to this file, up to the root";
        Some(self.broken(&AUTHORITY_CERTIFICATE_WEAK, &message, help))
    }

    fn which(&self, above: usize, link: &Link<'_>) -> String {
        match above {
            0 => format!("the certificate of authority `{}`", self.id.0),
            _ => format!("the certificate `{}` above authority `{}`", link.name(), self.id.0),
        }
    }

    fn unusable(&self, message: &str, help: &str) -> Diagnostic {
        self.broken(&AUTHORITY_CERTIFICATE_UNUSABLE, message, help)
    }

    fn broken(&self, rule: &Rule, message: &str, help: &str) -> Diagnostic {
        let origin = &self.authority.kind.origin;
        blame(rule.broken(message).help(help), origin, "signs certificates of this spec")
    }
}

const CA: &str = "give a certificate of a CA that may sign, its issuers after it";

fn fits_by_name(pair: &[Link<'_>]) -> bool {
    pair[0].tbs.issuer == pair[1].tbs.subject
}

/// The chain that these certificates are when each is followed by its issuer, where they are one.
fn in_order<'a, 'b>(chain: &'b [Link<'a>]) -> Option<Vec<&'b Link<'a>>> {
    let mut rest: Vec<_> = chain.iter().collect();
    let signed_none = |it: &&Link<'_>| {
        chain
            .iter()
            .filter(|other| !std::ptr::eq(*other, *it))
            .all(|other| other.signed_by(it) == Signed::No)
    };
    let mut ordered = vec![rest.remove(rest.iter().position(signed_none)?)];
    while let Some(last) = ordered.last().filter(|_| !rest.is_empty()) {
        let next = rest.iter().position(|it| last.signed_by(it) != Signed::No)?;
        ordered.push(rest.remove(next));
    }
    Some(ordered)
}
