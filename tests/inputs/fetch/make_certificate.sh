#!/bin/sh
# The certificate of the servers that the tests of fetching start, for names that exist nowhere; good for 200 years.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 73000 -subj "/CN=paper.test" \
	-addext "subjectAltName=DNS:paper.test,DNS:agency.test" -keyout key.pem -out certificate.pem
