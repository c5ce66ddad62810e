//! From tokens to the tree: tolerant of missing, stray and surplus punctuation.

use crate::extract::json::token::{Shape, Token, Tokens};
use crate::extract::json::tree::{Key, Kind, Tree};
use crate::extract::{Extraction, Window};

/// Reads a window into `tree`, which has begun it. What is open at the end stays open.
pub(crate) fn parse<'t>(window: Window<'t>, tree: &mut Tree, out: &mut Extraction<'t>) {
    let mut tokens = Tokens::new(window.text, window.end);
    let mut state = Pending::default();
    while let Some(token) = tokens.next() {
        state.take(token, tree, out);
    }
    if window.end == crate::extract::End::Last {
        state.flush(tree);
    }
}

/// A key that waits for its value, and a scalar of which the next token says whether it is a key.
#[derive(Debug, Default)]
struct Pending {
    key: Option<Key>,
    scalar: Option<Token>,
}

impl Pending {
    fn take<'t>(&mut self, token: Token, tree: &mut Tree, out: &mut Extraction<'t>) {
        match token.shape {
            Shape::Text(_) | Shape::Bare => {
                self.flush(tree);
                self.scalar = Some(token);
            }
            Shape::Colon => self.colon(tree),
            Shape::Comma => {
                self.flush(tree);
                self.key = None;
                tree.settle(token.after);
            }
            Shape::OpenObject => self.open(Kind::Object, token, tree, out),
            Shape::OpenArray => self.open(Kind::Array, token, tree, out),
            Shape::CloseObject => self.close(Kind::Object, token, tree),
            Shape::CloseArray => self.close(Kind::Array, token, tree),
        }
    }

    /// The scalar before a colon is a key, except in an array; a second colon in a row (`a: b: c`) starts over.
    fn colon(&mut self, tree: &mut Tree) {
        let Some(token) = self.scalar.take() else {
            return;
        };
        self.key = match token.shape {
            _ if tree.innermost() == Kind::Array => None,
            Shape::Text(encoding) => Some(Key::At(token.span, encoding)),
            _ => Some(Key::At(token.span, super::tree::Encoding::Plain)),
        };
    }

    fn flush(&mut self, tree: &mut Tree) {
        let Some(token) = self.scalar.take() else {
            return;
        };
        let kind = match token.shape {
            Shape::Text(encoding) => Kind::Text(encoding),
            _ => Kind::Bare,
        };
        let key = self.key.take().unwrap_or(Key::None);
        tree.scalar(key, kind, token.span, token.after);
    }

    fn open<'t>(&mut self, kind: Kind, token: Token, tree: &mut Tree, out: &mut Extraction<'t>) {
        self.flush(tree);
        let key = self.key.take().unwrap_or(Key::None);
        tree.open(key, kind, token.span, out);
    }

    fn close(&mut self, kind: Kind, token: Token, tree: &mut Tree) {
        self.flush(tree);
        self.key = None;
        tree.close(kind, token.after);
    }
}
