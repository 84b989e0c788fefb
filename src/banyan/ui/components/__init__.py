"""The components: a file for each kind, every one a library of tags or filters.

Tags that stand in rows build their little HTML here; the larger ones have a template in
`templates/ui/components/`, see `drawn`.
"""
