//! Notebooks: cells that come and go.

use std::time::Instant;

use super::Session;
use crate::document::{DocumentId, OpenDocument};
use crate::notebook::{Cell, Notebook};
use crate::scan::Job;

impl Session {
    /// Takes in a notebook with the documents of its cells, and scans it at once.
    pub(crate) fn open_notebook(
        &self,
        id: &DocumentId,
        notebook: Notebook,
        cells: Vec<(DocumentId, OpenDocument)>,
    ) {
        let mut state = self.state();
        if let Some(path) = &notebook.path {
            self.take_over(&mut state, path, id);
        }
        state.notebooks.insert(id.clone(), notebook);
        drop(state);
        self.open_cells(id, cells);
    }

    /// Puts other cells in the place of `deleted` ones from the place `start` on, after `opened` documents have come.
    pub(crate) fn rearrange_notebook(
        &self,
        id: &DocumentId,
        (start, deleted): (usize, usize),
        cells: Vec<Cell>,
        opened: Vec<(DocumentId, OpenDocument)>,
    ) {
        let mut state = self.state();
        let Some(notebook) = state.notebooks.get_mut(id) else {
            return;
        };
        let start = start.min(notebook.cells.len());
        let end = start.saturating_add(deleted).min(notebook.cells.len());
        notebook.cells.splice(start..end, cells);
        drop(state);
        self.open_cells(id, opened);
    }

    fn open_cells(&self, notebook: &DocumentId, cells: Vec<(DocumentId, OpenDocument)>) {
        let mut state = self.state();
        for (id, mut cell) in cells {
            cell.notebook = Some(notebook.clone());
            cell.path = None;
            state.documents.insert(id.clone(), cell);
            state.analyses.remove(&id);
        }
        if let Some(scan) = state.scans.get(notebook) {
            scan.cancel();
        }
        drop(state);
        self.schedule
            .put(Job::Document(notebook.clone()), Instant::now());
    }

    /// Forgets a notebook, and the documents of its cells.
    pub(crate) fn close_notebook(&self, id: &DocumentId, cells: &[DocumentId]) {
        let closed = self.state().notebooks.remove(id);
        let known = closed.iter().flat_map(|notebook| &notebook.cells);
        for cell in known.map(|cell| &cell.id).chain(cells) {
            self.close(cell);
        }
        self.schedule.remove(&Job::Document(id.clone()));
        self.follow(closed.and_then(|notebook| notebook.path));
    }
}
