"""The invented company Lyngholt Frakt: its people, what they write and what becomes of their ideas.

Plain planning without a database: the same seed gives the same plan. `analytics/actions/company.py` writes it.
"""
