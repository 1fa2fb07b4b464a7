//! The samples and their golden files on disk.

use super::golden::Golden;
use super::read_golden;
use onrecord::article::Article;
use onrecord::ingest;
use std::path::{Path, PathBuf};

/// A sample with its truth.
pub(crate) struct Sample {
    /// The file's name without its extension.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) folder: PathBuf,
    /// As the tool reads it.
    pub(crate) article: Article,
    pub(crate) golden: Golden,
}

/// The folder of the samples.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// Every sample, by name. The error names the file.
pub(crate) fn all() -> Result<Vec<Sample>, String> {
    of_folder(&folder())
}

/// The short articles of one story of accusations and answers, which are in no bundle.
pub(crate) fn story() -> Result<Vec<Sample>, String> {
    of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/story"))
}

fn of_folder(folder: &Path) -> Result<Vec<Sample>, String> {
    let mut files: Vec<PathBuf> = files_in(folder)?;
    files.retain(|f| f.is_file());
    files.sort();
    files.iter().map(|f| read(f).map_err(|e| format!("{}: {e}", f.display()))).collect()
}

/// The names of the golden files, without extension.
pub(crate) fn golden_names() -> Result<Vec<String>, String> {
    let mut names: Vec<String> = files_in(&folder().join("golden"))?
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "gold"))
        .map(|f| stem(f))
        .collect();
    names.sort();
    Ok(names)
}

/// The list of known errors of a sample.
pub(crate) fn known_file(sample: &Sample) -> PathBuf {
    sample.folder.join("golden").join(format!("{}.known", sample.name))
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = folder.read_dir().map_err(|e| format!("{}: {e}", folder.display()))?;
    entries.map(|e| e.map(|e| e.path()).map_err(|e| e.to_string())).collect()
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(file: &Path) -> Result<Sample, String> {
    let name = stem(file);
    let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
    let gold = folder.join("golden").join(format!("{name}.gold"));
    let gold = std::fs::read_to_string(&gold).map_err(|e| format!("{}: {e}", gold.display()))?;
    let golden = read_golden::read(&gold)?;
    if golden.sample != file.file_name().unwrap_or_default().to_string_lossy() {
        return Err(format!("the golden file is of {}", golden.sample));
    }
    Ok(Sample { name, folder, article: read_article(file)?, golden })
}

/// Reads a sample as `onrecord import` does.
fn read_article(file: &Path) -> Result<Article, String> {
    let mut read = ingest::read(ingest::find(&[file.to_owned()]), ingest::Options::default());
    let incoming = read.next().ok_or("holds no article")?.map_err(|e| e.to_string())?;
    Ok(incoming.article)
}
