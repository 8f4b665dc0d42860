//! What an environment says, it says once.

use std::collections::BTreeMap;

use certc_schema::Statement;

use super::Lowering;

impl Lowering<'_> {
    /// The rules of the top hold in each environment, too.
    pub(super) fn environments(&mut self, statements: &[Statement]) {
        for environment in statements.iter().filter(|it| it.name.0 == "environment") {
            let (adds, changes): (Vec<_>, Vec<_>) =
                environment.children.iter().partition(|it| it.name.0 == "adds");
            self.defaults(&environment.children);
            self.changes(&changes);
            self.outputs(statements.iter().chain(adds.iter().flat_map(|it| &it.children)));
        }
    }

    /// A thing is changed in one place.
    fn changes(&mut self, changes: &[&Statement]) {
        let mut first = BTreeMap::new();
        for change in changes {
            let Some((name, place)) = change.arguments.first() else { continue };
            let (kind, Some(name)) = (change.name.0.as_str(), name.text()) else { continue };
            if let Some(before) = first.insert((kind, name), *place) {
                self.twice(&format!("{kind} `{name}` is changed twice"), before, *place);
            }
        }
    }
}
