#!/bin/sh
# Makes the files of this folder that other programs write: LibreOffice, DuckDB and Polars.
# `sh tests/inputs/tables/make_with_programs.sh`, with soffice in the path and duckdb and polars for python.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
cat > "$work/office.csv" <<'CSV'
م,تاريخ الخبر,عنوان الخبر,نص الخبر,الوكالة,سطر
1,2024-01-15,قصف على السوق,"سقطت ثلاث قذائف على السوق.
لم تقع إصابات.",وكالة الوادي,=ROW()
2,2024-01-16 14:30:00,هدوء,=CONCATENATE("عاد الهدوء إلى ";"البلدة."),وكالة الوادي,=ROW()
3,2024-01-17,,,وكالة الوادي,=ROW()
CSV
soffice --headless -env:UserInstallation="file://$work/profile" --convert-to xlsx:"Calc MS Excel 2007 XML" \
    --infilter='CSV:44,34,76,1,,1033,false,true,false,false,false,0,true' --outdir "$work" "$work/office.csv" > /dev/null
mv "$work"/office*.xlsx office.xlsx
python - <<'PY'
import duckdb
import polars

duckdb.sql(
    "COPY (SELECT * FROM (VALUES "
    "('https://a.example/1', 'أعلنت البلدية إخلاء المدرسة.', TIMESTAMPTZ '2024-01-15 03:00:00+03', "
    "{'title': 'صحيفة النهر', 'uri': 'river.example'}), "
    "('https://a.example/2', NULL, NULL, NULL)"
    ") t(url, content, published_at, source)) TO 'duckdb.parquet' (FORMAT parquet, COMPRESSION zstd)"
)
polars.DataFrame(
    {"المعرف": ["10", "11"], "المحتوى": ["انفجرت عبوة قرب الجسر.", "  "], "تاريخ النشر": ["15 كانون الثاني 2024", None]}
).write_parquet("polars.parquet")
PY
rm -rf "$work"
