//! One setting: its real name, what it is about, its control, and why it is greyed, if it is.

use web_sys::HtmlSelectElement;
use yew::{
    AttrValue, Callback, Event, Html, Properties, TargetCast, classes, component, html, use_effect, use_node_ref,
};

use super::kinds::Kinds;
use super::number::Number;
use super::switch::switch;
use crate::page::app::Ask;
use crate::page::icon::Icon;
use crate::setup::{Field, FieldKind, Setup, Value};
use crate::tell::{self, Lang, interface};

/// One setting.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// All settings: others decide whether this one makes a difference.
    pub setup: Setup,
    /// Which one.
    pub field: Field,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// What a control needs to be labelled and to be asked.
#[derive(Properties, Clone, PartialEq)]
pub struct Control {
    /// The setting.
    pub of: Props,
    /// The id of its name.
    pub name_id: AttrValue,
    /// The ids of what is said about it.
    pub about_ids: AttrValue,
    /// Whether it can't be used now.
    pub off: bool,
}

impl Props {
    /// Its value.
    pub fn value(&self) -> Value {
        self.field.get(&self.setup)
    }

    /// Asks for another value.
    pub fn choose(&self, value: Value) {
        self.ask.emit(Ask::Set(self.field, value));
    }
}

/// One setting.
#[component(Row)]
pub fn row(props: &Props) -> Html {
    let Props { lang, setup, field, .. } = props.clone();
    let name = field.name();
    let obstacle = setup.obstacle(field);
    let (about_id, why_id) = (format!("about-{name}"), format!("why-{name}"));
    let control = Control {
        of: props.clone(),
        name_id: format!("name-{name}").into(),
        about_ids: format!("{about_id} {why_id}").into(),
        off: obstacle.is_some(),
    };
    let wide = field == Field::FaultKinds;
    html! {
        <div class={classes!("row", wide.then_some("wide"), control.off.then_some("off"))}>
            <div class="what">
                <code id={control.name_id.clone()}>{ name }</code>
                <p id={about_id}>{ tell::field_about(field, lang) }</p>
                <p id={why_id} class="why">{ obstacle.map_or("", |obstacle| tell::obstacle(obstacle, lang)) }</p>
            </div>
            { draw(control) }
        </div>
    }
}

fn draw(control: Control) -> Html {
    match control.of.field.kind() {
        FieldKind::Bool => switch(&control),
        FieldKind::Choice(_) | FieldKind::OptionalChoice(_) => {
            let Control { of, name_id, about_ids, off } = control;
            html! { <List {of} {name_id} {about_ids} {off} /> }
        }
        FieldKind::Number { .. } | FieldKind::OptionalNumber { .. } => {
            let Control { of, name_id, about_ids, off } = control;
            html! { <Number {of} {name_id} {about_ids} {off} /> }
        }
        FieldKind::FaultKinds => {
            let Control { of, name_id, about_ids, off } = control;
            html! { <Kinds {of} {name_id} {about_ids} {off} /> }
        }
    }
}

/// The values that a list offers.
fn values(kind: FieldKind) -> Vec<Value> {
    match kind {
        FieldKind::Choice(names) => names.iter().map(|name| Value::Choice(name)).collect(),
        FieldKind::OptionalChoice(names) => {
            [Value::Null].into_iter().chain(names.iter().map(|name| Value::Choice(name))).collect()
        }
        FieldKind::Bool | FieldKind::Number { .. } | FieldKind::OptionalNumber { .. } | FieldKind::FaultKinds => {
            Vec::new()
        }
    }
}

/// A list of names.
#[component(List)]
fn list(control: &Control) -> Html {
    let Control { of, name_id, about_ids, off } = control.clone();
    let node = use_node_ref();
    let shown = of.value().to_string();
    {
        let node = node.clone();
        use_effect(move || {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(&shown);
            }
        });
    }
    let field = of.field;
    let options = values(field.kind()).into_iter().map(|value| option(&of, value)).collect::<Html>();
    let onchange = Callback::from(move |event: Event| {
        let text = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
        if let Ok(value) = of.field.read(&text) {
            of.choose(value);
        }
    });
    html! {
        <span class="sel pick">
            <select
                ref={node}
                data-field={field.name()}
                aria-labelledby={name_id}
                aria-describedby={about_ids}
                disabled={off}
                {onchange}
            >
                { options }
            </select>
            { Icon::Opens.draw() }
        </span>
    }
}

fn option(of: &Props, value: Value) -> Html {
    let Props { lang, setup, field, .. } = *of;
    let obstacle = setup.obstacle_to(field, value).map(|obstacle| tell::obstacle(obstacle, lang));
    let text = if value == Value::Null { interface::no_limit(lang).to_owned() } else { value.to_string() };
    html! {
        <option
            key={value.to_string()}
            value={value.to_string()}
            data-value={value.to_string()}
            disabled={obstacle.is_some()}
            title={obstacle.or_else(|| tell::choice_about(field, value, lang))}
        >{ text }</option>
    }
}
