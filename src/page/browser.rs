//! The few things that the page asks of the browser itself.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlElement, NodeList, Response, Window};
use yew::platform::spawn_local;

use crate::setup::Theme;
use crate::tell::{Lang, interface};

fn window() -> Option<Window> {
    web_sys::window()
}

fn root() -> Option<Element> {
    window()?.document()?.document_element()
}

/// What stands after the `#` of the page's address, as it was written.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Replaces what stands after the `#`, without a new entry in the history. Where the browser forbids that, the address
/// stays as it is.
pub fn replace_fragment(fragment: &str) {
    let history = window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&format!("#{fragment}")));
    }
}

/// The page's whole address.
pub fn address() -> String {
    window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// The address of the folder in which the page is, with a `/` at its end.
pub fn folder() -> String {
    let address = address();
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let end = address[..end].rfind('/').map_or(0, |slash| slash + 1);
    address[..end].to_owned()
}

/// Puts the text into the clipboard and tells whether that went well.
pub fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    let Some(navigator) = window().map(|window| window.navigator()) else { return done(false) };
    // The clipboard is missing where the page was not loaded safely.
    let Ok(clipboard) = js_sys::Reflect::get(&navigator, &"clipboard".into()) else { return done(false) };
    if clipboard.is_undefined() {
        return done(false);
    }
    let promise = navigator.clipboard().write_text(&text);
    spawn_local(async move { done(JsFuture::from(promise).await.is_ok()) });
}

/// Fetches a text and hands it on; nothing if it can't be had.
pub fn fetch(address: String, done: impl FnOnce(Option<String>) + 'static) {
    spawn_local(async move { done(fetched(&address).await) });
}

async fn fetched(address: &str) -> Option<String> {
    let response = JsFuture::from(window()?.fetch_with_str(address)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Opens a dialog before everything else, if it is there and not open yet, at what it says is shown now.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
        let current = dialog.unchecked_ref::<Element>().query_selector("[aria-current=true]");
        if let Ok(Some(current)) = current {
            current.scroll_into_view();
        }
    }
}

/// Closes a dialog; the focus returns to where it was.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<Dialog> {
    let found = window()?.document()?.get_element_by_id(id)?;
    Some(found.unchecked_into())
}

#[wasm_bindgen]
extern "C" {
    /// A dialog element: these few words of it cost less than the library's type.
    type Dialog;
    #[wasm_bindgen(method, getter)]
    fn open(this: &Dialog) -> bool;
    #[wasm_bindgen(method, catch, js_name = showModal)]
    fn show_modal(this: &Dialog) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn close(this: &Dialog);
}

/// The elements in a list of nodes.
pub fn elements(nodes: &NodeList) -> Vec<HtmlElement> {
    (0..nodes.length()).filter_map(|place| nodes.item(place)?.dyn_into().ok()).collect()
}

/// Moves the focus among the elements that fit, by so many; from anywhere else to the first or the last of them.
pub fn focus_beside(selector: &str, by: i32) {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    let (Ok(all), Some(active)) = (document.query_selector_all(selector), document.active_element()) else { return };
    let all = elements(&all);
    let here = all.iter().position(|element| **element == active);
    let next = match here {
        Some(place) => i32::try_from(place).unwrap_or_default() + by,
        None if by > 0 => 0,
        None => i32::try_from(all.len()).unwrap_or_default() - 1,
    };
    if let Some(element) = usize::try_from(next).ok().and_then(|place| all.get(place)) {
        let _ = element.focus();
    }
}

/// Scrolls what is in the first element that fits back to its start.
pub fn scroll_up(selector: &str) {
    let document = window().and_then(|window| window.document());
    if let Some(Ok(Some(element))) = document.map(|document| document.query_selector(selector)) {
        element.set_scroll_top(0);
    }
}

/// Brings the first element of that class into view from its top, unless its top can be seen.
pub fn show_top_of(class: &str) {
    let Some(window) = window() else { return };
    let found = window.document().and_then(|page| page.get_elements_by_class_name(class).item(0));
    let Some(element) = found else { return };
    let top = element.get_bounding_client_rect().top();
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    if top < 0.0 || top > height * 0.4 {
        element.scroll_into_view();
    }
}

/// What the browser remembers under this name; nothing where it remembers nothing, or may not.
pub fn remembered(name: &str) -> Option<String> {
    window()?.local_storage().ok()??.get_item(name).ok()?
}

/// Lets the browser remember it, where it may.
pub fn remember(name: &str, text: &str) {
    if let Some(storage) = window().and_then(|window| window.local_storage().ok()?) {
        let _ = storage.set_item(name, text);
    }
}

/// The language that the browser prefers.
pub fn language() -> Lang {
    let tag = window().and_then(|window| window.navigator().language()).unwrap_or_default();
    Lang::of_tag(&tag)
}

/// Whether a media query holds.
pub fn matches(query: &str) -> bool {
    let list = window().and_then(|window| window.match_media(query).ok().flatten());
    list.is_some_and(|list| list.matches())
}

/// Tells the browser in which language and colours the page is.
pub fn dress(lang: Lang, theme: Theme) {
    let Some(root) = root() else { return };
    let _ = root.set_attribute("lang", lang.tag());
    let _ = match theme {
        Theme::Auto => root.remove_attribute("data-theme"),
        Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.name()),
    };
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(interface::page_title(lang));
    }
}

/// What stands in the text field of this id.
pub fn typed(id: &str) -> String {
    let field = field(id);
    field.and_then(|field| property(&field, "value").as_string()).unwrap_or_default()
}

/// Puts a text into the text field of this id.
pub fn type_into(id: &str, text: &str) {
    if let Some(field) = field(id) {
        let _ = js_sys::Reflect::set(&field, &"value".into(), &text.into());
    }
}

fn field(id: &str) -> Option<Element> {
    window()?.document()?.get_element_by_id(id)
}

/// The property of that name, or undefined.
fn property(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// The file that was chosen or dropped.
pub fn file_of(event: &Event) -> Option<JsValue> {
    let from = match event.type_().as_str() {
        "drop" => property(event, "dataTransfer"),
        "change" => property(event, "target"),
        _ => return None,
    };
    let file = property(&property(&from, "files"), "0");
    (!file.is_undefined()).then_some(file)
}

/// Lets a file that is dragged over be dropped. Without this the browser would open it in the page's place.
pub fn allow_files(event: &Event) {
    if event.type_() != "dragover" {
        return;
    }
    let types = js_sys::Array::from(&property(&property(event, "dataTransfer"), "types"));
    if types.includes(&"Files".into(), 0) {
        event.prevent_default();
    }
}

/// Reads a file's text; what can't be read is not there.
pub fn read(file: &JsValue, done: impl FnOnce(String) + 'static) {
    let text = property(file, "text").dyn_into::<js_sys::Function>().and_then(|text| text.call0(file));
    let Ok(promise) = text.and_then(|promise| promise.dyn_into::<js_sys::Promise>()) else { return };
    spawn_local(async move {
        if let Some(text) = JsFuture::from(promise).await.ok().and_then(|text| text.as_string()) {
            done(text);
        }
    });
}
