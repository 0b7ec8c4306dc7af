//! Everything that a reader can ask of the page.

use crate::model::{Action, Consumer, Flag, Message};
use crate::page::challenge::Wish;
use crate::page::embed::Choice;
use crate::page::library::Search;
use crate::play::Side;
use crate::play::race::Contestant;
use crate::setup::{Cost, Costs, FaultKind, Field, Value};
use crate::tell::client::Library;
use crate::tell::export::Form;

/// What a reader can ask of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Play or pause.
    Toggle,
    /// To the start.
    Start,
    /// One step back.
    Back,
    /// One step on.
    On,
    /// To the end.
    End,
    /// To this step of the run.
    Seek(usize),
    /// To this place of the scrubber: a step, or a moment of two runs.
    To(usize),
    /// Play at the speed of this place in the list.
    Speed(usize),
    /// Change a setting.
    Set(Field, Value),
    /// Change a setting to what this text means.
    Text(Field, String),
    /// Show the story of this name; of none for a setup of one's own.
    Story(String),
    /// Open the library of stories.
    Library,
    /// Look for this in it.
    Search(Search),
    /// Give the story its own settings back.
    OwnSettings,
    /// Break something, or pluck an envelope, where the run stands.
    Act(Action),
    /// Undo what was broken.
    Mend,
    /// Strike this consumer from now on, where there are several.
    Strike(Consumer),
    /// Say why this can't be broken now.
    InVain(FaultKind),
    /// Open the menu, or close it.
    Menu,
    /// The other language.
    Language,
    /// The next choice of colours.
    Theme,
    /// Copy the link.
    CopyLink,
    /// Take the notice away.
    Dismiss,
    /// Play the shortest run that raises this flag.
    Find(Flag),
    /// Stop searching.
    StopSearch,
    /// Go on searching.
    SearchOn,
    /// Play a run in which the seed places the faults.
    Dice,
    /// Tell why this promise broke for this message.
    Why(Flag, Message),
    /// Which single setting would have changed that?
    WhatIf,
    /// Play the run with the setting of this place in that list changed.
    TryChange(usize),
    /// Lay the setting of this place in that list beside what is shown.
    SideBySide(usize),
    /// Lay these settings beside themselves, to change them on one side; or keep only one side.
    Compare,
    /// Show this side's settings and answers.
    Detail(Side),
    /// Give the second side the first one's value.
    LikeFirst(Field),
    /// Want this promise kept, or no longer.
    Promise(Flag),
    /// What is the least to change for that?
    Repair,
    /// Stop looking for it.
    StopRepair,
    /// Back to what was shown before a found run.
    Return,
    /// Make the changes of this place in that list.
    Apply(usize),
    /// Take the run home as this.
    Home(Form),
    /// Copy that file.
    CopyFile,
    /// This of the figure for somebody's page.
    Embed(Choice),
    /// Open the table, or close it.
    Table,
    /// Show the runs of this cell: its row and column.
    Cell(usize, usize),
    /// Open the settings in a client, or close them.
    InClient,
    /// Show them in this client.
    Client(Library),
    /// Copy the file of this place among them.
    CopyCode(usize),
    /// That file is in the clipboard.
    CodeCopied(usize),
    /// Open the panel for settings files, or close it.
    Checks,
    /// Check the settings file that stands in it.
    Check,
    /// Bring the verdict into view.
    ToVerdict,
    /// This of the challenge.
    Challenge(Wish),
    /// Open the race, or close it.
    Race,
    /// Change one of its figures to what this text means.
    Cost(Cost, String),
    /// Take these figures.
    Costs(Costs),
    /// Show this way to send.
    ShowWay(Contestant),
    /// Play the shortest run in which this way to send loses a message.
    PlayLoss(Contestant),
    /// Play that cell's shortest run to this flag.
    PlayCell(usize, usize, Flag),
}
