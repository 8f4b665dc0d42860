//! What the Helm chart alone is told.

use certc_catalog::ProviderKind;
use certc_graph::{Graph, IdentityProvider, Keeper, TrustId, Url, ZeebeLogin};

use super::{REALMS, Told, text};

/// What the template of each of the three components that log in to Zeebe finds: its own client id.
const OWN_CLIENT: &str =
    "{{ (get .Values.global.identity.auth (.Template.Name | dir | base)).clientId }}";

/// Whether the chart starts the Keycloak.
pub(super) fn is_its_keycloak(of: &IdentityProvider) -> bool {
    of.managed_by.value == Keeper::HelmChart
}

/// Where a Keycloak is that the chart does not start.
pub(super) fn other_keycloak(of: &IdentityProvider) -> Option<&Url> {
    let is_other = of.kind.value == ProviderKind::Keycloak && !is_its_keycloak(of);
    is_other.then_some(&of.backend.value)
}

/// The path of the realm of such a one.
pub(super) fn realm_path(of: &IdentityProvider) -> Option<Told> {
    other_keycloak(of)?;
    text(&format!("{REALMS}{}", of.realm.as_ref()?.value))
}

/// Whether the chart's bundle has anything to hold.
pub(super) fn trusts_any(graph: &Graph) -> Option<()> {
    graph.trusts.get(&TrustId::all()).map(|_| ())
}

/// Each component's own client, or Zeebe's for all.
pub(super) fn zeebe_clients(graph: &Graph) -> Option<Told> {
    let login = &graph.identity_provider.as_ref()?.zeebe_login.value;
    if *login == ZeebeLogin::OwnClient {
        return text(OWN_CLIENT);
    }
    let zeebe = graph.processes.values().find(|it| it.is_of_kind("zeebe"))?;
    text(&zeebe.client_id.value)
}
