//! `certc dn`.

use certc_emit::Emitter;
use certc_graph::name::Subject;

use super::Ended;
use crate::arguments::SpecArguments;
use crate::exit::Exit;
use crate::print;
use crate::timings::Timings;

/// Each subject DN in every spelling.
pub(crate) fn dn(of: &SpecArguments, emitters: &[&dyn Emitter], look: print::Look) -> Ended {
    let Some(analysis) = super::analyzed(of, emitters, look, &mut Timings::default()) else {
        return Ok(Exit::Failed);
    };
    print::diagnostics(&analysis.said, &analysis.sources, look);
    let graph = &analysis.graph;
    let authorities = graph.authorities.values().map(|it| (&it.name.value, &it.subject));
    let leaves = graph.leaves.values().map(|it| (&it.name.value, &it.subject));
    let text = authorities.chain(leaves).map(|(name, it)| spellings(name, it));
    print::asked_for(&text.collect::<String>())
}

fn spellings(name: &str, subject: &Subject) -> String {
    let Subject { der, java, rfc2253, rfc4514, openssl, .. } = subject;
    let der = certc_plan::hex(&der.0);
    let (java, rfc2253, rfc4514, openssl) = (&java.0, &rfc2253.0, &rfc4514.0, &openssl.0);
    format!(
        "{name}\n  java     {java}\n  rfc2253  {rfc2253}\n  rfc4514  {rfc4514}\n  openssl  {openssl}\n  der      {der}\n"
    )
}
