use certc_catalog::Platform;
use certc_emit::{Action, Emitter};
use certc_emit_testkit as kit;

use crate::Files;

#[test]
fn passes_the_kit() {
    kit::check(&Files);
}

#[test]
fn is_as_its_golden() {
    kit::golden(&Files, include_str!("../goldens/whole.txt"));
}

#[test]
fn on_kubernetes_each_folder_is_a_secret() {
    for platform in [Platform::Compose, Platform::Kubernetes, Platform::Hosts] {
        let mut graph = kit::whole();
        graph.deployment.as_mut().expect("a deployment").platform.value = platform;
        let effects = Files.emit(&graph, &[]).effects;
        let (name, folder) = ("certc-operate".to_owned(), "pki/operate".into());
        let secret = Action::CreateSecret { name, folder };
        let is_asked = effects.iter().any(|it| it.action == secret);
        assert_eq!(is_asked, platform == Platform::Kubernetes, "{platform:?}");
        let restarts = effects.iter().filter(|it| matches!(it.action, Action::Restart(_)));
        assert_eq!(restarts.count(), graph.readers.len(), "{platform:?}");
    }
}
