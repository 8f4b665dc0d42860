//! `certc emitters`.

use certc_emit::Emitter;

use super::Ended;
use crate::print;

/// The emitters of this build and their options.
pub(crate) fn emitters(emitters: &[&dyn Emitter]) -> Ended {
    let mut text = String::new();
    for it in emitters.iter().map(|it| it.describe()) {
        text += &format!("{} {}: {}\n", it.name, it.version, it.summary);
        for option in it.options {
            text += &format!("  {}: {}\n", option.name, option.summary);
        }
    }
    print::asked_for(&text)
}
