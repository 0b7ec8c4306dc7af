//! Words of the page that belong to no run: buttons, headings, labels, the legend. By part of the page, and within a
//! part in reading order. A word is a function of the language, so a missing translation does not compile.

use super::Lang;

/// Declares words: `name "English" "中文";` each.
macro_rules! words {
    ($($(#[$about:meta])+ $name:ident $english:literal $chinese:literal;)+) => {
        $($(#[$about])+ pub const fn $name(lang: Lang) -> &'static str { lang.pick($english, $chinese) })+
    };
}

// The page as a whole.
words! {
    /// Title of the browser tab.
    page_title "AckScope: can a message get lost?" "AckScope：消息会丢吗？";
    /// What the page is, for a newcomer: two sentences.
    intro "AckScope runs a message broker in your browser, step by step, and shows where each message is. Break a part, change a setting, and see what gets lost, what comes twice, and what the producer still believes."
        "AckScope 在浏览器里一步步运行消息代理，让你看到每条消息身在何处。制造一处故障，改一项设置，看看什么会丢、什么会重复，而生产者又以为如何。";
}

// The bar at the top.
words! {
    /// Before the name of the story.
    story "Story" "故事";
    /// The story of a setup of one's own.
    own_story "Your own setup" "自定配置";
    /// Lays a second setup beside this one.
    compare "Compare" "对比";
    /// Copies the link.
    copy_link "Copy link" "复制链接";
    /// The link is in the clipboard.
    link_copied "Link copied" "链接已复制";
    /// The link could not be copied.
    link_not_copied "Copy the link from the address bar" "请从地址栏复制链接";
    /// The run in the link played as recorded.
    reproduced "Reproduced: this run went exactly as recorded." "已重现：这次运行与记录完全一致。";
    /// Opens the menu on a phone.
    menu "Menu" "菜单";
    /// Switches the colours.
    theme "Colours" "配色";
    /// Colours: dark on light.
    theme_light "Light" "浅色";
    /// Colours: light on dark.
    theme_dark "Dark" "深色";
    /// Colours: as the system says.
    theme_auto "System" "跟随系统";
}

// The drawing: lanes, wires, what is in a box.
words! {
    /// Name of the drawing for those who can't see it.
    stage "Where every message is now" "每条消息现在身在何处";
    /// Lane.
    producer "Producer" "生产者";
    /// Lane.
    broker "Broker" "消息代理";
    /// Lane.
    consumer "Consumer" "消费者";
    /// Lane, with several.
    consumers "Consumers" "消费者";
    /// Lane.
    outside_world "Outside world" "外部世界";
    /// Lane, where there is little room.
    world "World" "外部世界";
    /// Wire from the producer to the broker.
    wire_publish "publish" "发布";
    /// Wire from the broker to the producer.
    wire_confirm "confirm" "发布者确认";
    /// Wire from the broker to the producer in tx mode.
    wire_commit_ok "commit-ok" "提交成功";
    /// Wire from the broker to the producer where nothing ever comes back.
    wire_no_answer "no answer" "没有答复";
    /// Wire from the broker to a consumer.
    wire_deliver "deliver" "投递";
    /// Wire from a consumer to the broker.
    wire_ack "ack" "消费确认";
    /// Producer: not sent yet.
    unsent "to send" "待发送";
    /// Producer: waiting to be sent again.
    to_resend "to send again" "待重发";
    /// Producer: sent and not answered.
    unanswered "unanswered" "未答复";
    /// Producer: answered with yes.
    confirmed "confirmed" "已确认";
    /// Producer: committed.
    committed "committed" "已提交";
    /// Producer: reported as failed.
    failed "failed" "已失败";
    /// Broker: answers that it owes.
    owed "owed" "待发";
    /// Broker: publishes that wait for their commit.
    buffered "waiting for the commit" "等待提交";
    /// Broker: nobody serves.
    broker_down "The broker is down" "消息代理已停";
    /// Broker: the queue is gone.
    no_queue "The queue is gone" "队列已不存在";
    /// Consumer: what it has in hand.
    holding "holding" "手中持有";
    /// Consumer: acks to come.
    acks_owed "acks owed" "待发的确认";
    /// Consumer: it is the single active one.
    active "active" "活跃";
    /// Consumer: it waits for its turn as the active one.
    waiting "waiting" "待命";
    /// Consumer: its process is dead.
    down "down" "已崩溃";
    /// Consumer: it has cancelled.
    cancelled "cancelled" "已取消";
    /// Heading of the tray.
    tray "Lost on the way" "途中丢失";
    /// The tray is empty.
    tray_empty "nothing so far" "目前没有";
    /// The tray is empty when the run is over.
    tray_unused "nothing in this run" "本次运行没有";
    /// Before the fault buttons.
    break_a_part "Break a part" "制造故障";
    /// What a click on an envelope does.
    pluck "Cut the connection here: this and all behind it is destroyed" "在这里断开连接：它和它后面的都会被毁掉";
}

// The transport under the drawing.
words! {
    /// Starts playing.
    play "Play" "播放";
    /// Stops playing.
    pause "Pause" "暂停";
    /// Plays from the start again.
    replay "Play again" "重新播放";
    /// One step on.
    step_on "One step on" "前进一步";
    /// One step back.
    step_back "One step back" "后退一步";
    /// To the start.
    to_start "To the start" "回到开头";
    /// To the end.
    to_end "To the end" "跳到结尾";
    /// How fast.
    speed "Speed" "速度";
    /// The slider over all steps.
    scrub "Position in the run" "运行位置";
    /// Another run of the same setup.
    another_run "Another run" "换一次运行";
    /// Throws away what was broken by hand.
    undo_breaks "Undo what I broke" "撤销我的故障";
}

// The ledger.
words! {
    /// Heading.
    ledger "What the producer believes, and what is true" "生产者以为的，与真实发生的";
    /// Column.
    column_message "Message" "消息";
    /// Column.
    column_believes "Producer believes" "生产者以为";
    /// Column.
    column_true "Is true" "真实情况";
    /// Column, the same as the lane.
    column_world "Outside world" "外部世界";
}

// The timeline.
words! {
    /// Heading.
    timeline "What happened, step by step" "一步一步发生了什么";
    /// Heading of the list of sentences.
    log "In words" "文字记录";
    /// Label at a cut.
    connection_cut "connection cut" "连接断开";
}

// The controls.
words! {
    /// Heading of all controls.
    settings "Settings" "设置";
    /// One less.
    less "less" "减少";
    /// One more.
    more "more" "增加";
    /// Back to the defaults.
    defaults "Back to defaults" "恢复默认";
    /// A limit that is not set.
    no_limit "none" "无";
    /// Closes the further settings of a group.
    fewer "fewer" "收起";
}

// The legend.
words! {
    /// Heading.
    legend "How to read the drawing" "怎样看这张图";
    /// Glyph.
    legend_message "a message; shape and colour show its key" "消息；形状与颜色表示它的键";
    /// Three outlined glyphs.
    legend_stored "a stored copy: in memory, in the page cache, on disk" "存下的副本：内存、页缓存、磁盘";
    /// An outlined glyph without filling.
    legend_unacked "a stored copy, handed out and not acked" "已投递、尚未确认的副本";
    /// An envelope.
    legend_answer "an answer: confirm or ack; its seal names the message" "答复：发布者确认或消费确认；封印写明是哪条消息";
    /// An envelope with a crossed seal.
    legend_refusal "an answer that says no" "否定的答复";
    /// A dashed envelope.
    legend_owed "an answer still owed" "尚未发出的答复";
    /// A torn envelope.
    legend_destroyed "destroyed" "已销毁";
    /// The badge.
    legend_repeated "repeated" "重复";
}

/// The badge on what happened several times.
pub fn times(times: usize) -> String {
    format!("×{times}")
}

/// Where the run stands: `17 of 23`.
pub fn position(step: usize, steps: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{step} of {steps}"),
        Lang::Zh => format!("{step} / {steps}"),
    }
}

/// A step as a link: `step 8`.
pub fn step(step: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("step {step}"),
        Lang::Zh => format!("第 {step} 步"),
    }
}

/// A consumer in a list of several.
pub fn consumer_numbered(index: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Consumer {}", index + 1),
        Lang::Zh => format!("消费者 {}", index + 1),
    }
}

/// The button that opens a group's further settings: `2 more`.
pub fn more_settings(count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{count} more"),
        Lang::Zh => format!("另有 {count} 项"),
    }
}

/// The window or the prefetch under its dimension line: `window 2 of 2`.
pub fn filled(setting: &str, count: usize, limit: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{setting} {count} of {limit}"),
        Lang::Zh => format!("{setting} {count} / {limit}"),
    }
}

/// What the tray holds: `2 copies, 1 answer`. A message may have been there in several copies.
pub fn tray_holds(copies: usize, answers: usize, lang: Lang) -> String {
    let counted = |count: usize, one: &str, many: &str, chinese: &str| match lang {
        Lang::En => format!("{count} {}", if count == 1 { one } else { many }),
        Lang::Zh => format!("{count} {chinese}"),
    };
    let mut held = Vec::new();
    if copies > 0 {
        held.push(counted(copies, "copy", "copies", "份消息"));
    }
    if answers > 0 {
        held.push(counted(answers, "answer", "answers", "个答复"));
    }
    held.join(lang.pick(", ", "，"))
}

/// The caption of marked ids.
pub const fn marked(lang: Lang) -> &'static str {
    lang.pick("marked", "已标记")
}
