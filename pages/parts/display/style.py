"""How every page looks."""

import streamlit as st

_STYLE = """
<style>
.st-key-lead p { font-size: 1.55rem; line-height: 1.4; color: #212B32; max-width: 46rem; }
[data-testid="stLayoutWrapper"]:has(> .st-key-answer) { position: sticky; top: 3.75rem; z-index: 5; background: #FFFFFF;
  padding-bottom: .4rem; border-bottom: 1px solid #D8DDE0; }
.st-key-wide { overflow-x: auto; }
.st-key-wide > div, .st-key-wide [data-testid="stVegaLiteChart"] { min-width: 46rem; }
.st-key-lead { border-left: 6px solid #12436D; padding-left: 1rem; }
[class*="st-key-said-"] p { font-size: 1.2rem; line-height: 1.4; }
.st-key-lead [data-testid="stAlertContainer"] { background: none; border: 0; padding: 0; }
.st-key-answer .st-key-lead p { font-size: 1.35rem; line-height: 1.35; }
@media (max-width: 640px) { .st-key-answer .st-key-lead p { font-size: 1.1rem; line-height: 1.3; } }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: #425563 !important; opacity: 1; }
p, li { max-width: 46rem; }
[data-testid="stSidebarHeader"] { height: 2.6rem; min-height: 0; padding-top: .4rem; padding-bottom: 0; }
[data-testid="stSidebarNavLink"] { min-height: 1.6rem; padding-top: 0; padding-bottom: 0; margin: 0; }
[data-testid="stMainBlockContainer"] { padding-top: 3.75rem; }
h1 { font-size: 1.9rem !important; padding-top: .1rem !important; }
h2 { font-size: 1.35rem !important; } h3 { font-size: 1.1rem !important; }
a:focus-visible, button:focus-visible, summary:focus-visible, [role="combobox"]:focus-visible,
input:focus-visible, [data-baseweb="select"]:focus-within {
  outline: 3px solid #801650 !important; outline-offset: 2px; }
@media (max-width: 640px) { .st-key-lead p { font-size: 1.25rem; } h1 { font-size: 1.5rem !important; } }
[data-testid="stMain"]:has(.st-key-meeting) .st-key-lead p { font-size: 1.75rem; line-height: 1.25; max-width: none; }
[data-testid="stMain"]:has(.st-key-meeting) p { font-size: 1.2rem; max-width: none; }
[data-testid="stMain"]:has(.st-key-meeting) .st-key-one-control [data-testid="stWidgetLabel"] p { font-size: 1.5rem; }
.st-key-one-control [data-testid="stSlider"] { padding-bottom: .6rem; }
[data-testid="stMainBlockContainer"]:has(.st-key-meeting) { padding: 3.75rem 2.5rem 2rem; }
.st-key-meeting h1 { font-size: 1.2rem !important; color: #425563; padding: 0; }
@media (max-width: 640px) { [data-testid="stMain"]:has(.st-key-meeting) .st-key-lead p { font-size: 1.35rem; }
  [data-testid="stMainBlockContainer"]:has(.st-key-meeting) { padding: 3.75rem 1rem; } }
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], button { display: none !important; }
  [data-testid="stMain"] { overflow: visible !important; }
  [data-testid="stElementContainer"] { break-inside: avoid; }
  @page { size: A4; margin: 14mm; }
}
</style>
"""


def house_style() -> None:
    """Readable captions, visible focus, a clean print. Nothing from data goes in here."""
    st.html(_STYLE)
