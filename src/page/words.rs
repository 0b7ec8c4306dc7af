//! Words that only the page's own panels need. As in `tell`, a word is a function of the language.

use crate::model::Flag;
use crate::setup::{Broker, Theme};
use crate::tell::Lang;
use crate::tell::check::Sort;
use crate::tell::embed::{Control, Way};
use crate::tell::export::Form;

macro_rules! words {
    ($($(#[$about:meta])+ $name:ident $english:literal $chinese:literal;)+) => {
        $($(#[$about])+ pub const fn $name(lang: Lang) -> &'static str { lang.pick($english, $chinese) })+
    };
}

// The bar.
words! {
    /// Name of the choice between brokers.
    broker_choice "Broker" "消息代理";
    /// Opens the challenge.
    challenge "Challenge" "挑战";
    /// Leads to the guide.
    guide "Guide" "教程";
    /// Beside the story's name, when its settings are no longer its own.
    settings_changed "settings changed" "设置已改";
}

// The library.
words! {
    /// Its heading.
    library "Stories" "故事";
    /// Name of the field for words.
    find "Search the stories" "搜索故事";
    /// What may be typed there.
    find_hint "Search: ack, crash, order…" "搜索：确认、崩溃、顺序……";
    /// Name of the list of topics.
    topic "Topic" "主题";
    /// No topic is chosen.
    all_topics "All topics" "全部主题";
    /// No broker is chosen.
    both "Both" "全部";
    /// Closes it.
    close "Close" "关闭";
}

/// How many stories there are.
pub fn stories(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::En, 0) => "No story has all of these words.".to_owned(),
        (Lang::En, 1) => "1 story".to_owned(),
        (Lang::En, _) => format!("{count} stories"),
        (Lang::Zh, 0) => "没有故事同时包含这些词。".to_owned(),
        (Lang::Zh, _) => format!("{count} 个故事"),
    }
}

// The library, where nothing has all of the words.
words! {
    /// Over the stories that have most of them.
    stories_in_part "No story has all of these words; these have some:" "没有故事同时包含这些词；这些包含一部分：";
}

// The banner.
words! {
    /// Before why a link was refused.
    bad_link "This link can't be read, so the first story is shown instead." "无法读取此链接，先播放第一个故事。";
    /// Before a link's text.
    the_link_was "The link was" "链接原文";
    /// Takes a notice away.
    dismiss "Dismiss" "关闭";
}

// The verdict.
words! {
    /// Name of the strip.
    verdict "What can happen" "可能发生什么";
    /// Plays the shortest run that breaks the promise.
    play_it "Play the shortest run to it" "播放最短的一次";
    /// The browser can't start the search.
    no_worker "this browser can't search here" "此浏览器无法在这里搜索";
    /// Stops the search.
    stop "stop" "停止";
    /// Goes on with the search.
    search_on "search on" "继续搜索";
    /// One message more.
    more_messages "+1 message" "加一条消息";
    /// One fault more.
    more_faults "+1 fault" "加一处故障";
    /// All kinds of faults.
    every_kind "any kind" "任意故障";
    /// Plays a run in which the seed places the faults.
    dice "Play a run with faults by chance" "随机出故障，播放一次";
}

// Under the heading.
words! {
    /// The page's question.
    question "With these settings, can a message get lost, come twice, or arrive out of order?"
        "在这些设置下，消息会丢失、会重复、会乱序吗？";
    /// Before what has happened so far.
    in_this_run "This run" "本次运行";
    /// Before what has happened until now.
    so_far "This run so far" "到目前为止";
    /// Under the question: the story's fault strikes under other settings.
    changed_story "Your settings, the story's fault: the run was worked out anew." "设置由你改过，故障还是故事里的那个：运行已重新推演。";
    /// Under the question: the story's fault can't strike under these settings.
    calm_story "With your settings the story's fault does not strike. Break a part yourself: the buttons are under the drawing."
        "按你的设置，故事里的故障没有发生。请自己动手：按钮在图的下方。";
    /// Under the question: nothing breaks in the story, and the settings are others.
    other_story "Your settings: this is one run of many. What others come to stands above; click an answer to play its shortest run."
        "设置由你改过，这只是许多种运行中的一种。别的运行会怎样，看上方的答案；点击答案，播放最短的一次。";
    /// Under the question: the run is a recorded or a found one.
    found_run "This is one run, exactly as it was found or recorded, up to its last step."
        "这是一次确定的运行，与找到或记录下来的完全一致，到最后一步为止。";
    /// The run ended with messages that nobody will read.
    nobody_reads_on "stopped: nobody is left to read" "停了：没有人再读";
    /// No message is lost.
    nothing_lost "nothing lost" "没有丢失";
    /// After the messages that are lost.
    lost "lost" "已丢失";
    /// After the messages that are reported as failed.
    reported "reported as failed" "已报失败";
    /// No message took effect twice.
    nothing_twice "no effect twice" "没有重复生效";
    /// After the messages that took effect twice.
    effect_twice "took effect twice" "重复生效";
    /// After the messages that were delivered twice.
    delivered_twice "delivered twice" "重复投递";
    /// The order is kept.
    in_order "order kept" "顺序未乱";
    /// After the messages that are out of order.
    out_of_order "out of order" "乱序";
    /// After the messages whose old copy took effect after a newer message.
    stale "old one after newer" "旧消息重放";
}

// Why.
words! {
    /// The heading of the reasons while no promise is broken.
    why_nothing "Why" "为什么";
    /// What the reasons will be about.
    why_about "When a message is lost, comes twice or comes out of order, the steps that led to it stand here."
        "消息丢失、重复或乱序时，这里列出由来。";
    /// Asks for the settings that would have changed the outcome.
    ask_what_if "Which single setting would have changed this?" "改哪一项设置，结果就会不同？";
    /// The heading of these settings.
    what_if "One setting changed, everything else as it happened" "只改一项设置，其余照旧";
    /// No single setting would have changed the outcome.
    no_single_setting "None of the settings tried, one at a time, would have changed this." "逐项试过，没有哪一项设置能改变这个结果。";
    /// Plays the run with the setting changed.
    try_it "Try it" "试一试";
}

// Repair.
words! {
    /// The heading.
    repair "What is the least to change?" "最少要改什么？";
    /// Before the promises.
    so_that "So that" "目标";
    /// Starts the search.
    find_change "Find the smallest change" "找出最小的改动";
    /// The search has begun.
    trying "Trying…" "正在尝试…";
    /// The settings as they are, among sets of changes.
    no_change "these settings as they are" "现有设置不变";
    /// Makes a set of changes.
    apply "Apply" "采用";
}

// The table.
words! {
    /// The heading.
    table "What can break what?" "什么故障会破坏什么？";
    /// What the table is.
    table_about "Settings worth comparing, against each kind of fault: two messages, one fault, every run explored here and now."
        "几种值得比较的设置，对各种故障：两条消息、一处故障，所有运行都在这里当场搜索。";
    /// Opens it.
    open_table "Work out the table" "推算这张表";
    /// Closes it.
    close_table "Close the table" "收起这张表";
    /// The first row.
    your_settings "your settings" "你的设置";
    /// The first column.
    no_fault "no fault" "无故障";
    /// What the signs of the table mean.
    signs "– cannot happen; empty: this fault finds nothing to strike; pale: happens without the fault too"
        "– 不会发生；空白：这种故障无从发生；浅色：没有故障也会发生";
    /// Back to what was shown before a found run.
    back "Back to what you had" "回到刚才的设置";
    /// Below the table.
    choose_cell "Click a cell to see its shortest runs." "点击一格，看它最短的运行。";
}

// In your client.
words! {
    /// Heading of the settings in a client.
    in_client "In your client" "在你的客户端里";
    /// What it is.
    in_client_about "These settings as code and configuration to copy, and where that client does something else than one expects."
        "这些设置对应的代码和配置，可以直接复制；客户端的行为若与预期不同，旁边会指出。";
    /// Opens it.
    open_client "Show the code" "显示代码";
    /// Closes it.
    close_client "Close the code" "收起代码";
    /// Name of the choice between clients.
    client_choice "Client" "客户端";
    /// Heading of the notes.
    traps "Traps" "容易踩的坑";
    /// Before what the client can't do.
    cannot "Not in this client" "这个客户端做不到";
    /// Copies a file.
    copy_code "copy" "复制";
    /// It is in the clipboard.
    code_copied "copied" "已复制";
}

// Check my settings.
words! {
    /// Heading of the panel.
    check "Check my settings" "检查我的设置";
    /// What it is.
    check_about "Paste or drop application.yml or .properties of Spring Boot, properties of a Kafka client, of librdkafka, of a topic or broker. Nothing leaves this browser."
        "粘贴或拖入 Spring Boot 的 application.yml 或 .properties、Kafka 客户端、librdkafka、主题或消息代理的配置。内容不会离开这个浏览器。";
    /// Opens it.
    open_check "Paste a settings file" "粘贴设置文件";
    /// Closes it.
    close_check "Close" "收起";
    /// Name of the text field.
    settings_file "Settings file" "设置文件";
    /// Name of the choice of a file.
    choose_file "Choose a settings file" "选择设置文件";
    /// Name of the choice between libraries.
    kafka_library "Library of a Kafka client's properties" "Kafka 客户端配置属于哪个库";
    /// The library is seen by its keys.
    as_seen "library: by its keys" "库：按键名判断";
    /// Checks them.
    check_now "Check" "检查";
    /// Scrolls to the verdict.
    to_verdict "These settings are shown now: see the verdict" "已换成这些设置：看结论";
}

/// The heading of lines of which the same became.
pub const fn sort(sort: Sort, lang: Lang) -> &'static str {
    match sort {
        Sort::Known => lang.pick("Recognised", "已识别"),
        Sort::Unseen => lang.pick("Matters, but is not in this model", "有影响，但模型里没有"),
        Sort::Assumed => lang.pick("Not in the file", "文件里没有"),
        Sort::Elsewhere => lang.pick("Only under a profile", "只在某个 profile 下生效"),
        Sort::Ignored => lang.pick("Changes nothing here", "在这里没有影响"),
        Sort::Unknown => lang.pick("Not known", "不认识"),
    }
}

// Taking it home.
words! {
    /// The heading.
    home "Take it home" "带走这次运行";
    /// What it is.
    home_about "This run as a file, for an article or a talk. Pictures stand alone, in the reader's colours." "把这次运行存成文件，写文章、做演示都能用。图片不依赖本页，配色跟随读者。";
    /// While the worker makes it.
    making "Being made …" "正在生成……";
    /// Before the file's name.
    save_as "Save" "保存";
    /// Copies the file's text.
    copy_file "Copy" "复制";
    /// It is in the clipboard.
    file_copied "Copied" "已复制";
    /// The clipboard can't be reached.
    file_not_copied "The browser does not allow copying here; save the file." "浏览器不允许在此复制，请保存文件。";
}

/// As what a run can be taken home.
pub const fn form(form: Form, lang: Lang) -> &'static str {
    match form {
        Form::Figure => lang.pick("Space-time diagram", "时空图"),
        Form::Storyboard => lang.pick("Storyboard", "分镜"),
        Form::StoryboardText => lang.pick("Storyboard in words", "文字分镜"),
        Form::Animation => lang.pick("Animation", "动画"),
        Form::Mermaid => "Mermaid",
        Form::Data => "JSON",
    }
}

// Embedding.
words! {
    /// The heading.
    embed "Embed it" "嵌入到文章";
    /// What it is.
    embed_about "This run as a live figure in your own page: copy these lines." "把这次运行放进你自己的网页，做成会动的插图：复制下面几行即可。";
    /// Name of the lines to copy.
    embed_lines "Lines for your page" "放进网页的代码";
    /// Before what readers can act on.
    embed_controls "With" "显示";
    /// Words below the figure.
    embed_caption "words below" "说明文字";
    /// Name of the field for steps.
    embed_steps "Steps" "步骤";
    /// No steps are chosen.
    embed_all "all, or 3-9" "全部，或 3-9";
    /// Name of the choice of a language.
    embed_language "Language" "语言";
    /// That of the page around.
    embed_around "as the page around" "跟随所在网页";
    /// Name of the choice of colours.
    embed_theme "Colours" "配色";
    /// Copies the lines.
    copy_lines "Copy the lines" "复制代码";
    /// The clipboard can't be reached.
    lines_not_copied "The browser does not allow copying here; select the lines." "浏览器不允许在此复制，请手动选择代码。";
    /// The address is of this machine.
    embed_local "This page's address is of your own machine: put in that of the host on which readers will find it." "此页地址属于你自己的机器：请换成读者能访问的网站地址。";
    /// Before the name of a picture.
    embed_picture "Beside your page, for readers without scripts, belongs the picture" "为不运行脚本的读者，请在网页旁放一张图片";
    /// Makes that picture.
    embed_make "Make it" "生成图片";
    /// Heading of the figure as it will be.
    embed_preview "How it will look" "效果";
}

/// How a figure stands in a page.
pub const fn way(way: Way, lang: Lang) -> &'static str {
    match way {
        Way::Element => lang.pick("As an element", "HTML 元素"),
        Way::Frame => lang.pick("As a frame", "iframe"),
    }
}

/// What readers of a figure can act on.
pub const fn control(control: Control, lang: Lang) -> &'static str {
    match control {
        Control::Play => lang.pick("play", "播放"),
        Control::Step => lang.pick("step", "单步"),
        Control::Scrub => lang.pick("scrubber", "进度条"),
        Control::Speed => lang.pick("speed", "速度"),
        Control::Faults => lang.pick("breaking parts", "制造故障"),
        Control::Verdict => lang.pick("verdict", "结论"),
    }
}

/// The colours of a figure.
pub const fn theme(theme: Theme, lang: Lang) -> &'static str {
    match theme {
        Theme::Auto => lang.pick("as the system", "跟随系统"),
        Theme::Light => lang.pick("light", "浅色"),
        Theme::Dark => lang.pick("dark", "深色"),
    }
}

// The race.
words! {
    /// The heading.
    race "What does safety cost?" "可靠要付出多少代价？";
    /// What the race is.
    race_about "The same hundred messages, sent in eight ways at the same moment. Each way is the real machine at work, in virtual time and with nobody consuming; only how long things take is yours to say."
        "同样的一百条消息，用八种方式同时开始发送。每种方式都是真实的状态机在虚拟时间里运行，没有人消费；每件事要花多久，由你来定。";
    /// Opens it.
    open_race "Let them race" "开始比赛";
    /// Closes it.
    close_race "Close the race" "收起比赛";
    /// Name of the figures.
    race_costs "How long things take" "各项耗时";
    /// The usual figures.
    race_usual "Back to the usual figures" "恢复默认数值";
    /// The figures of the measured broker.
    race_as_measured "Take the measured broker's" "采用实测机器的数值";
    /// Plays the race.
    race_play "Play the race" "播放比赛";
    /// Stops it where it is.
    race_pause "Pause the race" "暂停比赛";
    /// The slider.
    race_time "Time since the start" "开始后的时间";
    /// Over the names.
    race_way "Way to send" "发送方式";
    /// Over the lanes: what is dark.
    race_known "the producer knows" "生产者已知";
    /// Over the lanes: what is striped.
    race_unknown "stored, nobody told" "已存下，无人得知";
    /// Over the lanes: what is pale.
    race_written "written" "已写出";
    /// Over the times.
    race_times "Time (fire and forget = 1)" "用时（发后不管为 1）";
    /// The same where there is less room.
    race_times_short "Time" "用时";
    /// Over the measured times.
    race_measured "measured" "实测";
    /// Over the waits.
    race_wait "Producer knows after" "多久后得知";
    /// There are no answers.
    race_never "never" "永不";
    /// Over the losses.
    race_lost "Lost, after one fault?" "一处故障会丢吗？";
    /// Which faults these are.
    race_faults "Two messages, every run explored, with one fault: a cut connection, a crash of the broker or leader, or a power loss there."
        "两条消息，搜索所有运行，一处故障：断开连接、消息代理或主副本崩溃、消息代理或主副本掉电。";
    /// It can't be lost.
    race_safe "no" "不会";
    /// Shows a way to send in the drawing.
    race_show "Show this way in the drawing above" "在上方的图里看这种方式";
}

/// How loud a flag's mark is: a broken promise, rather than a sign of one.
pub const fn loudness(flag: Flag) -> &'static str {
    match flag {
        Flag::Lost | Flag::EffectTwice | Flag::Reordered => "loud",
        Flag::ReportedFailure | Flag::DeliveredTwice | Flag::StaleReplay => "",
    }
}

// Transport and timeline.
words! {
    /// Name of the buttons that drive the run.
    transport "Player" "播放控制";
    /// Marks the step in which a person broke something.
    you_broke_it "you broke it here" "故障由你制造";
    /// The timeline's first view.
    by_actor "By actor" "按角色";
    /// The timeline's second view.
    by_message "By message" "按消息";
    /// Name of the choice between the views.
    arranged "Arranged" "排列方式";
    /// From an embedded figure to the whole page.
    open_whole "Open in AckScope" "在 AckScope 中打开";
}

// Ledger and controls.
words! {
    /// Gives a level its own settings back.
    level_settings "Back to the level's settings" "恢复本关的设置";
    /// Gives a story its own settings back.
    own_settings "Back to the story's settings" "恢复故事的设置";
}

/// Under the question: a person broke something in a story.
pub fn broken_story(step: usize, lang: Lang) -> String {
    match lang {
        Lang::En => {
            format!("From step {step} on this run is yours: what you broke takes the place of the story's own fault.")
        }
        Lang::Zh => format!("从第 {step} 步起，这次运行由你改写：你制造的故障代替了故事里的故障。"),
    }
}

/// At the end of a run that never ends: before the step with which its round begins.
pub const fn and_so_on(lang: Lang) -> &'static str {
    lang.pick(" And so on for ever, as from ", "就这样无休止地重复下去，每一轮都与")
}

/// Behind that step.
pub const fn for_ever(lang: Lang) -> &'static str {
    lang.pick(" on.", "起的这几步相同。")
}

/// The settings were carried over to this broker.
pub const fn carried(broker: Broker, lang: Lang) -> &'static str {
    match broker {
        Broker::Rabbitmq => lang.pick(
            "RabbitMQ now, in a run where nothing breaks yet. Messages, effect and seed are the same, and every setting that has a counterpart was carried over:",
            "现在是 RabbitMQ，重新运行，还没有出故障。消息、业务效果和种子不变，有对应的设置已换成对应的值：",
        ),
        Broker::Kafka => lang.pick(
            "Kafka now, in a run where nothing breaks yet. Messages, effect and seed are the same, and every setting that has a counterpart was carried over:",
            "现在是 Kafka，重新运行，还没有出故障。消息、业务效果和种子不变，有对应的设置已换成对应的值：",
        ),
    }
}

/// Before the settings that have no counterpart.
pub const fn no_counterpart(lang: Lang) -> &'static str {
    lang.pick("no counterpart:", "没有对应：")
}

/// What the sign between two settings means that do not quite correspond.
pub const fn nearest(lang: Lang) -> &'static str {
    lang.pick("≈ marks the nearest there is; it does not promise the same.", "≈ 表示只能找到最接近的，承诺并不相同。")
}

// The legend, where Kafka's signs are others.
words! {
    /// Two outlined glyphs.
    legend_record "a record in a log: not committed yet, committed" "日志里的记录：尚未提交、已提交";
    /// A glyph with a line under it.
    legend_flushed "underlined: certain to be on this disk" "下划线：确定已落到这块磁盘";
    /// Three words of letters.
    legend_letters "high watermark, log end offset, in-sync replicas" "高水位、日志末端位移、同步副本集合";
    /// Two marks.
    legend_marks "offsets of the group: its position, its committed offset" "消费者组的位移：消费位置、已提交位移";
    /// An envelope.
    legend_answer "a response, or a commit of offsets; its seal names the message" "响应，或一次位移提交；封印写明是哪条消息";
}
