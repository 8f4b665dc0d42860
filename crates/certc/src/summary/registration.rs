//! The summary's part on an identity provider that others keep.

use certc_emit::Action as Do;

use super::Next;

impl Next<'_> {
    /// The pages and documents for its keeper.
    pub(super) fn registration(&self) -> String {
        let title = "identity provider: ask its keeper for what these say, the page first";
        self.section(title, |it| {
            let Do::AskKeeper = it.action else { return None };
            Some(format!("  {}/{}\n", self.current, it.because_of))
        })
    }
}
