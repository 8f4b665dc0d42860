//! `certc init`.

use camino::Utf8Path;
use certc_catalog::{Catalog, Platform, Version};

use super::Ended;
use crate::exit::Exit;
use crate::print;

/// A commented spec to start from; never over a file that is there.
pub(crate) fn init(path: &Utf8Path, camunda: Option<&str>, platform: Platform) -> Ended {
    let text = spec(camunda, platform)?;
    certc_publish::write_new(path, text.as_bytes()).map_err(|it| it.to_string())?;
    let next = certc_emit::shell(path.as_str()).map(|it| format!("; next: certc compile {it}"));
    print::note(&format!("wrote {path}{}", next.unwrap_or_default()));
    Ok(Exit::Done)
}

fn spec(camunda: Option<&str>, platform: Platform) -> Result<String, String> {
    let catalog = Catalog::built_in();
    let camunda = version(&catalog, camunda)?;
    let brought = catalog.workload("keycloak", platform, camunda).and_then(|it| it.brings);
    let parts = match (platform, brought) {
        (Platform::Compose, _) => include_str!("../../data/init/compose.kdl"),
        (Platform::Kubernetes, Some(_)) => include_str!("../../data/init/kubernetes.kdl"),
        (Platform::Kubernetes, None) => include_str!("../../data/init/kubernetes-8.10.kdl"),
        (Platform::Hosts, _) => include_str!("../../data/init/hosts.kdl"),
    };
    let keycloak = brought.map_or_else(|| NEWEST_KEYCLOAK.to_owned(), |it| it.to_string());
    let parts: Vec<_> = parts.split("====\n").map(str::trim_end).collect();
    let [place, provider, outputs] = parts[..] else { panic!("a bug in certc, please report it") };
    let text = include_str!("../../data/init/spec.kdl");
    let text = text.replace("PLATFORM", place).replace("PROVIDER", provider);
    let text = text.replace("OUTPUTS", outputs);
    let text = text.replace("COMPONENTS", components(&catalog, camunda, platform).trim_end());
    Ok(text.replace("KEYCLOAK", &keycloak).replace("CAMUNDA", &camunda.to_string()))
}

/// The newest that was run, for who brings a Keycloak.
const NEWEST_KEYCLOAK: &str = "26.7.3";

fn version(catalog: &Catalog, said: Option<&str>) -> Result<Version, String> {
    let lines = || catalog.camunda.iter().map(|it| it.version);
    let Some(text) = said else { return Ok(lines().max().expect("the catalog has a line")) };
    let known = Version::try_from(text).ok().filter(|it| lines().any(|line| line == *it));
    known.ok_or_else(|| {
        let known: Vec<_> = lines().map(|it| it.to_string()).collect();
        format!("certc has no spec for Camunda `{text}`; it has {}", known.join(", "))
    })
}

/// What this line starts on this platform.
fn components(catalog: &Catalog, camunda: Version, platform: Platform) -> String {
    let has = |kind| catalog.workload(kind, platform, camunda).is_some();
    if has("orchestration") {
        return include_str!("../../data/init/components-8.8.kdl").to_owned();
    }
    let gateway = platform == Platform::Kubernetes && has("zeebe-gateway");
    let gateway = if gateway { include_str!("../../data/init/gateway-8.5.kdl") } else { "" };
    format!("{}{gateway}", include_str!("../../data/init/components-8.5.kdl"))
}

/// Every line on every platform.
#[test]
fn the_written_specs_have_nothing_wrong() {
    use certc_diagnostic::{Source, SourceId};
    let emitters: [&dyn certc_emit::Emitter; 6] = [
        &certc_emit_files::Files,
        &certc_emit_env::Env,
        &certc_emit_keycloak::Keycloak,
        &certc_emit_compose::Compose,
        &certc_emit_helm::Helm,
        &certc_emit_kubernetes::Secrets,
    ];
    for line in Catalog::built_in().camunda {
        for platform in [Platform::Compose, Platform::Kubernetes, Platform::Hosts] {
            let version = line.version.to_string();
            let text = spec(Some(&version), platform).expect("a spec");
            let read = |_: &Utf8Path| Ok(text.clone().into_bytes());
            let said = crate::check("certc.kdl".into(), &emitters, &read).1;
            assert!(said.0.is_empty(), "{version} {platform:?}: {said:#?}");
            let source = Source { id: SourceId(0), path: "certc.kdl".into(), text: text.clone() };
            assert_eq!(certc_parse::format(&source), Ok(text), "{version} {platform:?}");
        }
    }
}
