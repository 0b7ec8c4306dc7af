//! The position that is shown, shared by everything that moves with it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

/// Where the run stands: a number of steps done. Between two whole numbers the next step is under way. It changes up
/// to sixty times a second, so it is no property of components: what moves with it watches it and repaints itself.
#[derive(Clone, Default)]
pub struct Playhead(Rc<Inner>);

type Watcher = dyn Fn(f64);

#[derive(Default)]
struct Inner {
    position: Cell<f64>,
    watchers: RefCell<Vec<Weak<Watcher>>>,
}

impl PartialEq for Playhead {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Playhead {
    /// The position.
    pub fn get(&self) -> f64 {
        self.0.position.get()
    }

    /// Moves it and tells every watcher.
    pub fn set(&self, position: f64) {
        self.0.position.set(position);
        // A watcher may begin or end another watch, so the list is not held while they are told.
        let watchers: Vec<_> = self.0.watchers.borrow().iter().filter_map(Weak::upgrade).collect();
        watchers.iter().for_each(|watcher| watcher(position));
    }

    /// Calls the watcher at each change until the answer is dropped.
    #[must_use]
    pub fn watch(&self, watcher: impl Fn(f64) + 'static) -> Watch {
        let watcher: Rc<Watcher> = Rc::new(watcher);
        let mut watchers = self.0.watchers.borrow_mut();
        watchers.retain(|watcher| watcher.strong_count() > 0);
        watchers.push(Rc::downgrade(&watcher));
        Watch { _watcher: watcher }
    }
}

/// A watch that ends when it is dropped.
pub struct Watch {
    _watcher: Rc<Watcher>,
}
