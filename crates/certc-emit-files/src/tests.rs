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
fn each_folder_can_be_a_secret_and_each_reader_is_restarted() {
    let graph = kit::whole();
    let effects = Files.emit(&graph, &[]).effects;
    for (name, folder) in graph.readers.keys().map(|it| (it, format!("pki/{it}"))) {
        let secret = Action::CreateSecret { name: format!("certc-{name}"), folder: folder.into() };
        for action in [secret, Action::Restart(name.clone())] {
            assert!(effects.iter().any(|it| it.action == action), "{action:?}");
        }
    }
}
