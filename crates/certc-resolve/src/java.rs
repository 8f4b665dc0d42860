//! Keys that the oldest JVM cannot read.

use certc_catalog::KeyKind;
use certc_graph::{Sourced, blame};

use crate::Resolver;
use crate::rules::UNUSABLE_KEY;

/// The first Java that knows EdDSA (JEP 339; measured: Java 11 has no such KeyFactory).
const EDDSA: u32 = 15;

impl Resolver<'_> {
    /// Each key, once for the line that asks for it.
    pub(crate) fn compare_java(&mut self) {
        let Some(java) = self.graph.deployment.as_ref().map(|it| &it.java) else { return };
        let leaves = self.graph.leaves.values().map(|it| (&it.name.value, &it.key));
        let made = self.graph.authorities.values();
        let made = made.filter_map(|it| Some((&it.name.value, &it.wish.as_ref()?.key)));
        let is_unknown = |it: &(&String, &Sourced<KeyKind>)| it.1.value == KeyKind::Ed25519;
        let unknown = made.chain(leaves).filter(|_| java.value < EDDSA).filter(is_unknown);
        let said = unknown.map(|(name, key)| {
            let message = format!("Java {} cannot read the Ed25519 key of `{name}`", java.value);
            let said = blame(UNUSABLE_KEY.broken(message), &key.origin, "this key");
            let said = blame(said, &java.origin, "the oldest JVM that must read it");
            said.help(format!("write `key ec p256`, or `java \"{EDDSA}\"` where no older one is"))
        });
        self.said.extend(said.collect::<Vec<_>>());
    }
}
