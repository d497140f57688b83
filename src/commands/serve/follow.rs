//! The loop: hear of changes, read what changed, make the site, show it, say so.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    dates::Dates,
    files::{Broken, Files, Meaning},
    say::Say,
    site::Shown,
};
use crate::{
    commands::{Failure, Terminal},
    history::History,
    preview::{Desk, Edit, Fault, Settings},
    watch::{Burst, Roots, Watch},
};

/// How often it is looked whether a folder that vanished is back.
const RETURN: Duration = Duration::from_millis(300);
/// How long nothing is heard before what could have been missed is looked for, at the start and after folders
/// changed.
const SECOND_LOOK: Duration = Duration::from_millis(250);
/// How long nothing is heard before the findings of a larger change are made: the browser, which asks for
/// its page now, goes first.
const AFTER_PAGES: Duration = Duration::from_millis(25);
/// How long the first findings wait at most for a browser that shows its first page.
const FIRST_PAGE: Duration = Duration::from_millis(300);
/// How long findings wait at most, while one change follows the other.
const LATEST: Duration = Duration::from_millis(500);
/// A wait without an end, nearly.
const FOR_EVER: Duration = Duration::from_secs(3600);

/// Says so when the system does not tell of changes.
fn say_trouble(watch: &Watch, say: &Say<'_>) {
    if let Some(trouble) = &watch.trouble {
        say.note(&format!(
            "the system does not tell of changes ({trouble}); looking for them again and again"
        ));
    }
}

/// Follows the files.
pub(super) struct Follower<'t> {
    files: Files,
    roots: Roots,
    watch: Watch,
    poll: bool,
    desk: Desk,
    settings: Settings,
    shown: Arc<Shown>,
    say: Say<'t>,
    dates: Dates,
    /// Why there are no dates, as it was said last.
    undated: String,
    /// Whether the folder is gone.
    gone: bool,
    /// Whether no findings were made yet.
    first: bool,
    /// Since when findings lag behind the pages.
    behind: Option<Instant>,
}

/// What a burst is about.
#[derive(Default)]
struct Work {
    articles: BTreeSet<Box<str>>,
    everything: bool,
    settings: bool,
    /// Whether folders came or went, so that not everything may be watched yet.
    folders: bool,
}

impl<'t> Follower<'t> {
    pub(super) fn new(
        files: Files,
        roots: Roots,
        mut watch: Watch,
        poll: bool,
        desk: Desk,
        shown: Arc<Shown>,
        say: Say<'t>,
    ) -> Self {
        let settings = desk.settings().clone();
        // Only now: the system would have told of each file that was read.
        watch.add(&files.articles(), &roots);
        say_trouble(&watch, &say);
        Self {
            files,
            roots,
            watch,
            poll,
            desk,
            settings,
            shown,
            say,
            dates: Dates::default(),
            undated: String::new(),
            gone: false,
            first: true,
            behind: None,
        }
    }

    /// Follows until the program is stopped.
    pub(super) fn follow(mut self, terminal: &Terminal) -> ! {
        self.dates.stale();
        self.dates.ask(self.files.dir(), &self.settings.config);
        // The first findings are much work, and somebody may be waiting for the first page.
        self.behind = Some(Instant::now());
        // Articles may have changed before they were watched; whoever waits for the first page goes first.
        let (mut patience, mut begun) = (SECOND_LOOK, Instant::now() + FIRST_PAGE);
        loop {
            let is_busy = self.behind.is_some() || self.dates.is_busy();
            let left = patience.saturating_sub(begun.elapsed());
            let burst = self.watch.next(if is_busy { left.min(AFTER_PAGES) } else { left });
            self.date(burst.is_none());
            let is_free = |since: Instant| {
                if self.first {
                    self.shown.has_readers() || since.elapsed() > FIRST_PAGE
                } else {
                    burst.is_none() || since.elapsed() > LATEST
                }
            };
            if self.behind.is_some_and(is_free) {
                self.check();
            }
            // Git may take long to answer, and a second look does not wait for it.
            if burst.is_none() && begun.elapsed() < patience {
                continue;
            }
            let second = patience == SECOND_LOOK;
            (patience, begun) = (FOR_EVER, Instant::now());
            let (work, since) = match burst {
                Some(burst) => {
                    let mut work = self.work(&burst);
                    work.everything |= second;
                    (work, burst.since)
                }
                None if self.gone || second => (Work { everything: true, ..Work::default() }, Instant::now()),
                None => continue,
            };
            if work.settings {
                self.reload(terminal);
            }
            if work.folders || self.gone {
                self.renew();
            }
            if work.everything || self.gone {
                self.read_all(since);
            } else if !work.articles.is_empty() {
                let edits = self.files.some(&work.articles, &self.desk);
                self.take(edits, since);
            }
            if self.gone {
                (patience, begun) = (RETURN, Instant::now());
            } else if work.folders {
                (patience, begun) = (SECOND_LOOK, Instant::now());
            }
        }
    }

    /// What `burst` asks for.
    fn work(&mut self, burst: &Burst) -> Work {
        let mut work = Work { everything: burst.everything, ..Work::default() };
        for path in &burst.paths {
            match self.files.meaning(path, &self.settings) {
                Meaning::Settings => work.settings = true,
                Meaning::Commits => self.dates.stale(),
                Meaning::Root => {
                    work.everything = true;
                    work.folders = true;
                    work.settings = true;
                }
                Meaning::Article(path) => {
                    if self.files.is_folder(&path) || self.desk.has_below(&path) {
                        work.everything = true;
                        work.folders = true;
                    }
                    work.articles.insert(path);
                }
                Meaning::Nothing => {}
            }
        }
        work
    }

    /// Watches anew, since folders came or went.
    fn renew(&mut self) {
        let roots = self.files.roots(&self.settings);
        // Whatever is left to be heard of was read or will be: everything is looked at after this.
        self.watch = Watch::new(&roots, self.poll);
        self.roots = roots;
    }

    /// Reads the settings and the theme again.
    fn reload(&mut self, terminal: &Terminal) {
        let since = Instant::now();
        match self.files.settings(terminal) {
            Ok(settings) => {
                self.settings = settings.clone();
                if self.files.roots(&settings) != self.roots {
                    self.renew();
                }
                self.desk.fault(None);
                self.dates.stale();
                self.desk.set(settings);
                self.say.changed(&["settings and theme".into()], since.elapsed());
                self.publish();
                self.check();
            }
            Err(Broken { about, failure: Failure(message) }) => {
                self.say.broken(&message);
                let message = anstream::adapter::strip_str(&message).to_string();
                self.desk.fault(Some(Fault { about, message }));
                self.publish();
            }
        }
    }

    /// Reads everything that may have changed.
    fn read_all(&mut self, since: Instant) {
        match self.files.everything(Some(&self.desk)) {
            Ok(edits) => {
                if std::mem::take(&mut self.gone) {
                    self.say.back();
                    self.desk.fault(None);
                    self.publish();
                    self.renew();
                }
                self.take(edits, since);
            }
            Err(Failure(message)) => {
                if !std::mem::replace(&mut self.gone, true) {
                    let message = anstream::adapter::strip_str(&message).to_string();
                    self.say.gone(&message);
                    self.desk.fault(Some(Fault { about: "articles".to_owned(), message }));
                    self.publish();
                }
            }
        }
    }

    /// Takes `edits`, shows what they make, and says so.
    fn take(&mut self, edits: Vec<Edit>, since: Instant) {
        let paths = self.desk.edit(edits);
        if paths.is_empty() {
            return;
        }
        self.dates.stale();
        if self.desk.is_quick() {
            // One step less for the browser: the findings are there as soon as the page is.
            let change = self.desk.check();
            self.publish();
            self.say.changed(&paths, since.elapsed());
            self.say.findings(&change, self.desk.stages().board());
        } else {
            self.publish();
            self.say.changed(&paths, since.elapsed());
            self.behind.get_or_insert_with(Instant::now);
        }
    }

    /// Shows what git says of when articles changed; asks it anew when something did, once it is `quiet`.
    fn date(&mut self, quiet: bool) {
        if let Some(answer) = self.dates.answer() {
            let (history, why) = match answer {
                Ok(history) => (history, String::new()),
                Err(Failure(why)) => (History::default(), why),
            };
            if why != self.undated && !why.is_empty() {
                self.say.undated(&why);
            }
            self.undated = why;
            if self.desk.date(history) {
                self.publish();
            }
        }
        if quiet {
            self.dates.ask(self.files.dir(), &self.settings.config);
        }
    }

    /// Makes the findings and shows them.
    fn check(&mut self) {
        self.behind = None;
        let change = self.desk.check();
        self.publish();
        if std::mem::take(&mut self.first) {
            self.say.counts(self.desk.stages().board());
        } else {
            self.say.findings(&change, self.desk.stages().board());
        }
    }

    fn publish(&self) {
        self.shown.publish(self.desk.stages());
    }
}
