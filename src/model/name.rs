//! Names of the things a run is about: messages, copies, parts, connections.

/// A business message, counted from 1; its id is chosen once and kept by every retry (N6).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Message(pub u8);

impl Message {
    /// The key within which order is judged: message i has key i mod keys.
    pub const fn key(self, keys: u8) -> Key {
        Key(self.0 % keys)
    }

    /// Its place in arrays that start at 0.
    pub const fn index(self) -> usize {
        self.0 as usize - 1
    }

    /// The message at that place in arrays that start at 0.
    pub const fn at(index: usize) -> Self {
        Self(index as u8 + 1)
    }
}

/// An ordering key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key(pub u8);

/// A stored copy of a message. Every publish that is stored makes a new one (N6); numbers are never reused in a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CopyId(pub u16);

/// A consumer process, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Consumer(pub u8);

/// A node that holds a replica, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Member(pub u8);

/// A partition of a topic, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Partition(pub u8);

impl Partition {
    /// Its place in arrays.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A queue, counted from 0. Where there is a dead-letter queue, it is the last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Queue(pub u8);

impl Queue {
    /// The first queue; mostly the only one.
    pub const FIRST: Self = Self(0);

    /// Its place in arrays.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A connection, named by the client at its far end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Line {
    /// The producer's connection.
    Producer,
    /// One consumer's connection.
    Consumer(Consumer),
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Producer => write!(f, "producer"),
            Self::Consumer(consumer) => write!(f, "consumer:{}", consumer.0),
        }
    }
}

/// A direction on a connection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Way {
    /// From the client to the broker.
    ToBroker,
    /// From the broker to the client.
    ToClient,
}

impl Way {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ToBroker => "to_broker",
            Self::ToClient => "to_client",
        }
    }
}

/// A set of messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Messages([u64; 2]);

/// Digests of recorded runs hash sets, so one of the first 64 messages is hashed as one word, whatever the rest holds.
impl std::hash::Hash for Messages {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let [low, high] = self.0;
        state.write_u64(low);
        if high != 0 {
            state.write_u64(high);
        }
    }
}

impl Messages {
    /// No message.
    pub const NONE: Self = Self([0; 2]);
    /// How many different messages there can be.
    pub const MAX: u8 = 128;

    /// In which word a message is, and its bit there.
    const fn place(message: Message) -> (usize, u64) {
        let index = message.index();
        (index / 64, 1 << (index % 64))
    }

    /// Just this one.
    pub const fn one(message: Message) -> Self {
        let mut set = Self::NONE;
        set.insert(message);
        set
    }

    /// Adds one.
    pub const fn insert(&mut self, message: Message) {
        let (word, bit) = Self::place(message);
        self.0[word] |= bit;
    }

    /// Removes one.
    pub const fn remove(&mut self, message: Message) {
        let (word, bit) = Self::place(message);
        self.0[word] &= !bit;
    }

    /// Whether it is in the set.
    pub const fn contains(self, message: Message) -> bool {
        let (word, bit) = Self::place(message);
        self.0[word] & bit != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0[0] | self.0[1] == 0
    }

    /// How many there are.
    pub const fn len(self) -> usize {
        (self.0[0].count_ones() + self.0[1].count_ones()) as usize
    }

    /// The messages of these bits, message 1 lowest.
    pub const fn from_bits(bits: u64) -> Self {
        Self([bits, 0])
    }

    /// The bits of the first 64 messages, message 1 lowest. A checked setup has no more; only a race does.
    pub const fn bits(self) -> u64 {
        self.0[0]
    }

    /// The members, lowest first.
    pub const fn iter(self) -> Members {
        Members(self.0)
    }
}

/// The members of a set of messages that are still to come, lowest first.
#[derive(Clone, Debug)]
pub struct Members([u64; 2]);

impl Iterator for Members {
    type Item = Message;

    fn next(&mut self) -> Option<Message> {
        let word = usize::from(self.0[0] == 0);
        let lowest = self.0[word].trailing_zeros() as usize;
        // There is a lowest member as long as there is any.
        self.0[word] &= self.0[word].checked_sub(1)?;
        Some(Message::at(word * 64 + lowest))
    }
}

impl FromIterator<Message> for Messages {
    fn from_iter<I: IntoIterator<Item = Message>>(messages: I) -> Self {
        let mut set = Self::NONE;
        messages.into_iter().for_each(|message| set.insert(message));
        set
    }
}
