"""How we came to know: from a document to quoted proposals that a person accepts or rejects."""
