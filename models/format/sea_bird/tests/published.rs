//! Published files, which are not in our repository.

/// A published file, or what another program makes of one; `tests/reference/sea-bird/README.md` says which there are.
pub(in crate::format::sea_bird) fn published(name: &str) -> Vec<u8> {
    let folder =
        std::env::var("HADAL_SEA_BIRD_FILES").expect("HADAL_SEA_BIRD_FILES names the folder of files");
    let path = std::path::Path::new(&folder).join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
