//! Replaces an authority without a moment at which a published generation lacks its key.

use crate::Error;
use crate::disk::Dir;
use crate::folder::number;

const REPLACED: &str = ".replaced";

/// What waits beside an authority until the generation that it signed is published.
pub(crate) fn replacement(name: &str, generation: u64) -> String {
    format!(".{name}.{generation}")
}

/// Removes what was being written; a replacement goes into its place if its generation was published, else away.
pub(crate) fn recover(authorities: &Dir, generations: Option<&Dir>) -> Result<(), Error> {
    for hidden in authorities.names()? {
        let Some((name, end)) = hidden.strip_prefix('.').and_then(|it| it.rsplit_once('.')) else {
            continue;
        };
        if let Some(generation) = number(end)
            && generations.map_or(Ok(false), |it| it.has(end))?
        {
            replace(authorities, name, generation)?;
        } else if number(end).is_some() || end == "partial" {
            authorities.remove_all(&hidden)?;
        }
    }
    Ok(())
}

/// The old one is archived first: interrupted between the two steps, the second is still to be seen.
fn replace(authorities: &Dir, name: &str, generation: u64) -> Result<(), Error> {
    if authorities.has(name)? {
        let archive = authorities.open_or_make(REPLACED, 0o700)?;
        let mut free = generation;
        while archive.has(&format!("{name}-{free}"))? {
            free += 1;
        }
        authorities.rename(name, &archive, &format!("{name}-{free}"))?;
        archive.sync()?;
    }
    authorities.rename(&replacement(name, generation), authorities, name)?;
    authorities.sync()
}
