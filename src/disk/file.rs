//! Files that are open.

use std::{
    fs::{self, Metadata, TryLockError},
    io::{self, Read as _, Write as _},
    path::Path,
};

use same_file::Handle;

use super::step;

/// A file that is open.
#[derive(Debug)]
pub(crate) struct File {
    inner: fs::File,
    /// For the name of a fault.
    #[cfg(test)]
    path: std::path::PathBuf,
}

/// Opens `path` for reading, without waiting for who writes into a pipe.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    step("open", path)?;
    Ok(File::new(at_once(path)?, path))
}

#[cfg(unix)]
fn at_once(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let at_once = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    fs::File::options().read(true).custom_flags(at_once).open(path)
}

/// Elsewhere only what is an ordinary file is opened.
#[cfg(not(unix))]
fn at_once(path: &Path) -> io::Result<fs::File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    fs::File::open(path)
}

/// Opens `path` for writing, empty, whether or not it is there.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    step("create", path)?;
    Ok(File::new(fs::File::create(path)?, path))
}

/// Opens `path`, which is made if it is not there, for writing at its end.
pub(crate) fn append(path: &Path) -> io::Result<File> {
    step("append", path)?;
    Ok(File::new(fs::File::options().create(true).append(true).open(path)?, path))
}

impl File {
    fn new(inner: fs::File, path: &Path) -> Self {
        #[cfg(not(test))]
        let _ = path;
        Self {
            inner,
            #[cfg(test)]
            path: path.to_owned(),
        }
    }

    /// Asks for `operation`, in tests by the path of the file.
    #[inline]
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "tests name faults by the path"))]
    fn step(&self, operation: &'static str) -> io::Result<()> {
        #[cfg(test)]
        let path = &self.path;
        #[cfg(not(test))]
        let path = Path::new("");
        step(operation, path)
    }

    /// What the system says of it.
    pub(crate) fn metadata(&self) -> io::Result<Metadata> {
        self.step("metadata")?;
        self.inner.metadata()
    }

    /// What is in it, up to `limit` bytes of it. There will be about `room` bytes.
    pub(crate) fn read(&mut self, limit: u64, room: usize) -> io::Result<Vec<u8>> {
        self.step("read")?;
        let mut bytes = Vec::with_capacity(room);
        (&mut self.inner).take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes `content` after what was written.
    pub(crate) fn write(&mut self, content: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step("write") {
            // The worst of faults: some of it was written.
            self.inner.write_all(&content[..content.len() / 2])?;
            return Err(error);
        }
        self.inner.write_all(content)
    }

    /// Takes the system's lock on it.
    pub(crate) fn try_lock(&self) -> Result<(), TryLockError> {
        self.step("lock").map_err(TryLockError::Error)?;
        self.inner.try_lock()
    }

    /// Whether it is what now lies at `path`.
    pub(crate) fn is_at(&self, path: &Path) -> io::Result<bool> {
        self.step("compare")?;
        let own = Handle::from_file(self.inner.try_clone()?)?;
        match Handle::from_path(path) {
            Ok(there) => Ok(there == own),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}
