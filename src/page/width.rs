//! How wide an element is, kept up to date.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// A watch over an element's width; it ends when it is dropped.
pub struct Width {
    observer: ResizeObserver,
    _resized: Closure<dyn FnMut()>,
}

impl Width {
    /// Tells the element's width in pixels, now and whenever it has another size.
    pub fn watch(element: Element, tell: impl Fn(f64) + 'static) -> Option<Self> {
        let measured = element.clone();
        let resized = Closure::<dyn FnMut()>::new(move || tell(f64::from(measured.client_width())));
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
        observer.observe(&element);
        Some(Self { observer, _resized: resized })
    }

    /// Tells it again whenever this element has another size.
    pub fn follow(&self, element: &Element) {
        self.observer.observe(element);
    }
}

impl Drop for Width {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
