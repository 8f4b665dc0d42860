//! `certc init`.

use camino::Utf8Path;
use certc_catalog::{Catalog, Version};

use super::Ended;
use crate::exit::Exit;
use crate::print;

/// A commented spec to start from; never over a file that is there.
pub(crate) fn init(path: &Utf8Path, camunda: Option<&str>) -> Ended {
    let text = spec(camunda)?;
    certc_publish::write_new(path, text.as_bytes()).map_err(|it| it.to_string())?;
    let next = certc_emit::shell(path.as_str()).map(|it| format!("; next: certc compile {it}"));
    print::note(&format!("wrote {path}{}", next.unwrap_or_default()));
    Ok(Exit::Done)
}

fn spec(camunda: Option<&str>) -> Result<String, String> {
    let catalog = Catalog::built_in();
    let built: Vec<_> = catalog.camunda.iter().filter(|it| !it.built.is_empty()).collect();
    let newest = built.iter().map(|it| it.version).max().expect("the catalog has a line");
    let known: Vec<_> = built.iter().map(|it| it.version.to_string()).collect();
    let version = match camunda {
        None => newest,
        Some(text) => Version::try_from(text)
            .ok()
            .filter(|it| built.iter().any(|line| line.version == *it))
            .ok_or_else(|| {
                format!("certc has no spec for Camunda `{text}`; it has {}", known.join(", "))
            })?,
    };
    let template = include_str!("../../data/init.kdl");
    Ok(template.replace("CAMUNDA", &version.to_string()))
}

#[test]
fn the_written_spec_has_no_errors() {
    let text = spec(None).expect("a spec");
    let read = |_: &Utf8Path| Ok(text.clone().into_bytes());
    let emitters: [&dyn certc_emit::Emitter; 3] =
        [&certc_emit_files::Files, &certc_emit_env::Env, &certc_emit_keycloak::Keycloak];
    let said = crate::analyze("certc.kdl".into(), &emitters, &read).said;
    assert!(said.0.is_empty(), "{said:#?}");
}
