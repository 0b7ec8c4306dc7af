//! Tables of what links can say.

/// A line of a table.
pub struct Row {
    /// How much it matters, 0 most.
    pub rank: u8,
    pub english: &'static str,
    pub chinese: &'static str,
}

/// Declares `What`, a table's lines: name, rank, and the clause in both languages.
macro_rules! table {
    ($($what:ident, $rank:literal, $english:literal, $chinese:literal;)+) => {
        /// What happened to the message in a step. Within one step it is told in this order.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum What { $($what,)+ }

        /// The line of each, in the order of the names.
        static TABLE: &[$crate::tell::why::table::Row] =
            &[$($crate::tell::why::table::Row { rank: $rank, english: $english, chinese: $chinese },)+];

        impl What {
            pub fn row(self) -> &'static $crate::tell::why::table::Row {
                &TABLE[self as usize]
            }
        }
    };
}

pub(super) use table;
