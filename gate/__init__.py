"""What stands between the network and Streamlit: headers, limits, whose session it is, readiness."""
