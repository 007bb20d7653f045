# The same steps as `make run`, for a container. No container engine has built or run it: there was
# none where this was written. Its steps were taken by hand, and tests/ui/test_dockerfile.py
# runs every page from what it copies. docs/how-to/serve-to-others.md says what to set.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WORKFORCE_ANALYST=off \
    WORKFORCE_AUDIT=- \
    WORKFORCE_STORE=/store/data \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0

WORKDIR /notebook
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY asgi.py app.py GLOSSARY.md LICENSE README.md CHANGELOG.md ./
COPY .streamlit .streamlit
COPY docs/tutorials docs/tutorials
COPY gate gate
COPY pages pages
COPY sample_data sample_data
COPY tools tools
COPY wfcore wfcore

# Nothing but the store is written. It lies inside the volume: a first store is made beside its
# place and moved there, and a mount cannot be moved.
RUN useradd --system --uid 10001 notebook && mkdir /store && chown notebook /store
USER notebook
VOLUME /store
EXPOSE 8501
HEALTHCHECK --start-period=60s --interval=10s --timeout=5s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8501/readyz', timeout=4)"]
CMD ["python", "-m", "tools.serve"]
