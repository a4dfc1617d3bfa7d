"""Phase 4: repeated assessment, joint closure, hand-over, quarterly monitoring, reopening."""
