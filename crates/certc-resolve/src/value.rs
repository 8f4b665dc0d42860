//! Reads single values of statements that the language's table has accepted.

use camino::{Utf8Path, Utf8PathBuf};
use certc_diagnostic::Span;
use certc_graph::{Origin, Sourced};
use certc_schema::Statement;

use crate::Resolver;

/// The first argument as text; the table promises that it is one.
pub(crate) fn text(of: &Statement) -> &str {
    of.arguments.first().and_then(|it| it.0.text()).unwrap_or_default()
}

/// Where the first argument stands.
pub(crate) fn place(of: &Statement) -> Span {
    of.arguments.first().map_or(of.name.1, |it| it.1)
}

/// The name of a named thing.
pub(crate) fn name(of: &Statement) -> &str {
    text(of)
}

/// A text of the thing's own block.
pub(crate) fn own<'a>(of: &'a Statement, name: &str) -> Option<(&'a str, Span)> {
    let child = crate::layers::children(of, name).next()?;
    Some((text(child), place(child)))
}

/// The first argument, as a value that stands there.
pub(crate) fn sourced(of: &Statement) -> Sourced<String> {
    Sourced::new(text(of).to_owned(), Origin::Written(place(of)))
}

/// Where a value is written, or what it was derived from.
pub(crate) fn span(origin: &Origin) -> Option<Span> {
    origin.spans().first().copied()
}

impl Resolver<'_> {
    /// A file that a statement names, relative to the file of the spec that names it.
    pub(crate) fn path(&self, name: &str, at: Span) -> Utf8PathBuf {
        let source = self.sources.iter().find(|it| it.id == at.source);
        let folder = source.and_then(|it| it.path.parent()).unwrap_or(Utf8Path::new(""));
        folder.join(name)
    }
}
