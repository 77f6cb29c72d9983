window.YTD.tweets.part1 = [
  {"tweet": {"id_str": "1050118621198921740", "full_text": "آثار القصف على المدرسة https://t.co/m", "created_at": "Thu Oct 11 05:00:00 +0000 2018", "entities": {"urls": [], "media": [{"type": "photo", "media_url_https": "https://pbs.twimg.com/media/1.jpg", "expanded_url": "https://twitter.com/x/status/1050118621198921740/photo/1"}]}, "extended_entities": {"media": [{"type": "photo", "media_url_https": "https://pbs.twimg.com/media/1.jpg"}, {"type": "photo", "media_url_https": "https://pbs.twimg.com/media/2.jpg"}]}}},
  {"tweet": {"id": "14", "full_text": "منشور قديم بلا وقت"}},
  {"tweet": "ليس منشورا"},
  {"tweet": {"id_str": "1050118621198921741", "full_text": "سطر أول\nسطر ثان &amp; ثالث", "created_at": "Thu Oct 11 05:10:00 +0000 2018", "truncated": false}
